#include "results/hdf5_call.h"

#include <array>
#include <cstring>

namespace souk::results::hdf5 {
namespace {

bool InitializeLibrary() {
  H5dont_atexit();
  return H5open() >= 0;
}

// The innermost record of HDF5's error stack says most.
herr_t TakeFirst(unsigned, const H5E_error2_t* record, void* reason) {
  auto& text = *static_cast<std::string*>(reason);
  if (text.empty() && record->desc != nullptr) text = record->desc;
  return 0;
}

}  // namespace

std::string StackReason() {
  std::string reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, TakeFirst, &reason);
  return reason.empty() ? "unknown fault in HDF5" : reason;
}

void Prepare() {
  static const bool initialized = InitializeLibrary();
  thread_local const bool silent =
      initialized && H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
  SOUK_CHECK(silent, "HDF5 library does not start");
}

hid_t TypeId(ColumnType type) {
  switch (type) {
    case ColumnType::kU8:
      return H5T_STD_U8LE;
    case ColumnType::kU16:
      return H5T_STD_U16LE;
    case ColumnType::kU32:
      return H5T_STD_U32LE;
    case ColumnType::kU64:
      return H5T_STD_U64LE;
    case ColumnType::kI64:
      return H5T_STD_I64LE;
    case ColumnType::kF64:
      return H5T_IEEE_F64LE;
  }
  SOUK_CHECK(false, "no such column type: ", static_cast<int>(type));
}

Handle TextType() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  Check(H5Tset_size(type.id(), H5T_VARIABLE));
  Check(H5Tset_cset(type.id(), H5T_CSET_UTF8));
  return type;
}

Handle Space(hsize_t rows, hsize_t max) {
  return Handle(H5Screate_simple(1, &rows, &max), H5Sclose);
}

OpenFile::~OpenFile() {
  Prepare();
  CloseAll();
}

void OpenFile::CloseAll() {
  columns.clear();
  if (!file.Close()) Note(StackReason());
  if (disk_.error != 0) Note("");
}

void OpenFile::Note(const std::string& reason) {
  if (faulty()) return;
  if (disk_.error != 0) {
    fault_ = std::strerror(disk_.error);
  } else {
    fault_ = reason;
  }
  fault_ += " (" + deed_ + " '" + path_ + "')";
}

Result<void> OpenFile::status() const {
  if (faulty()) return Error{fault_};
  return {};
}

}  // namespace souk::results::hdf5
