#include "results/hdf5_call.h"

namespace souk::results::hdf5 {
namespace {

void Open(OpenFile& file) {
  const Handle access(DiskAccess(file.disk()), H5Pclose);
  const hid_t id = H5Fopen(file.path().c_str(), H5F_ACC_RDONLY, access.id());
  file.file = Handle(id, H5Fclose);
}

Handle OpenDataset(const OpenFile& file, const std::string& path) {
  const htri_t there = H5Lexists(file.file.id(), path.c_str(), H5P_DEFAULT);
  if (there <= 0) throw Failed{"no dataset '" + path + "'"};
  // Columns of many files are open at once, and are read forwards.
  constexpr size_t kSlots = 7;
  constexpr size_t kTwoChunks = 2 * kChunkRows * sizeof(uint64_t);
  const Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
  Check(H5Pset_chunk_cache(access.id(), kSlots, kTwoChunks, 1));
  return Handle(H5Dopen2(file.file.id(), path.c_str(), access.id()), H5Dclose);
}

Handle OpenAttribute(const OpenFile& file, const std::string& path,
                     const std::string& name) {
  const htri_t there = H5Aexists_by_name(file.file.id(), path.c_str(),
                                         name.c_str(), H5P_DEFAULT);
  if (there <= 0) throw Failed{"no attribute '" + name + "' of " + path};
  return Handle(H5Aopen_by_name(file.file.id(), path.c_str(), name.c_str(),
                                H5P_DEFAULT, H5P_DEFAULT),
                H5Aclose);
}

hsize_t Length(const Handle& space) {
  return static_cast<hsize_t>(Check(H5Sget_simple_extent_npoints(space.id())));
}

void RequireText(hid_t type, const std::string& what) {
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) <= 0) {
    throw Failed{what + " is not a text"};
  }
}

// Takes over texts that HDF5 has allocated.
std::vector<std::string> TakeTexts(const std::vector<char*>& pointers) {
  std::vector<std::string> texts;
  for (char* pointer : pointers) {
    texts.emplace_back(pointer != nullptr ? pointer : "");
    H5free_memory(pointer);
  }
  return texts;
}

std::vector<std::string> ReadTexts(const OpenFile& file,
                                   const std::string& path) {
  const Handle dataset = OpenDataset(file, path);
  const Handle stored(H5Dget_type(dataset.id()), H5Tclose);
  RequireText(stored.id(), path);
  const Handle space(H5Dget_space(dataset.id()), H5Sclose);
  std::vector<char*> pointers(Length(space), nullptr);
  if (pointers.empty()) return {};
  Check(H5Dread(dataset.id(), TextType().id(), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                pointers.data()));
  return TakeTexts(pointers);
}

void RequireType(const Handle& dataset, ColumnType type,
                 const std::string& path) {
  const Handle stored(H5Dget_type(dataset.id()), H5Tclose);
  if (Check(H5Tequal(stored.id(), TypeId(type))) == 0) {
    throw Failed{path + " is not of type " + std::string(NameOf(type))};
  }
}

template <class T>
void ReadNumbers(const OpenFile& file, const std::string& path, ColumnType type,
                 std::vector<T>& numbers) {
  const Handle dataset = OpenDataset(file, path);
  RequireType(dataset, type, path);
  const Handle space(H5Dget_space(dataset.id()), H5Sclose);
  numbers.resize(Length(space));
  if (numbers.empty()) return;
  Check(H5Dread(dataset.id(), TypeId(type), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                numbers.data()));
}

std::string Unescaped(const std::string& name) {
  std::string text;
  for (size_t i = 0; i < name.size(); ++i) {
    text += name[i];
    if (name[i] == '%' && i + 1 < name.size() && name[i + 1] == '%') ++i;
  }
  return text;
}

using NameGetter = ssize_t (*)(hid_t, size_t, char*, size_t);

std::string SourceName(const Handle& list, size_t index, NameGetter get) {
  const ssize_t size = Check(get(list.id(), index, nullptr, 0));
  std::string name(static_cast<size_t>(size) + 1, '\0');
  Check(get(list.id(), index, name.data(), name.size()));
  name.pop_back();
  return Unescaped(name);
}

std::pair<hsize_t, hsize_t> Bounds(const Handle& space) {
  hsize_t first = 0;
  hsize_t last = 0;
  Check(H5Sget_select_bounds(space.id(), &first, &last));
  return {first, last - first + 1};
}

Piece PieceAt(const Handle& list, size_t index) {
  const Handle source(H5Pget_virtual_srcspace(list.id(), index), H5Sclose);
  const Handle target(H5Pget_virtual_vspace(list.id(), index), H5Sclose);
  const auto [source_first, rows] = Bounds(source);
  return {SourceName(list, index, H5Pget_virtual_filename),
          SourceName(list, index, H5Pget_virtual_dsetname),
          0,  // a file does not hold it
          source_first,
          Bounds(target).first,
          rows};
}

}  // namespace

InputFile::InputFile(const std::string& path)
    : file_(std::make_unique<OpenFile>(path, "reading")) {
  file_->Guard([&] { Open(*file_); });
}

InputFile::InputFile(InputFile&&) noexcept = default;
InputFile::~InputFile() = default;

std::string InputFile::TextAttribute(const std::string& path,
                                     const std::string& name) {
  std::string text;
  file_->Guard([&] {
    const Handle attribute = OpenAttribute(*file_, path, name);
    const Handle stored(H5Aget_type(attribute.id()), H5Tclose);
    RequireText(stored.id(), name);
    char* pointer = nullptr;
    Check(H5Aread(attribute.id(), TextType().id(), &pointer));
    text = TakeTexts({pointer}).front();
  });
  return text;
}

uint64_t InputFile::NumberAttribute(const std::string& path,
                                    const std::string& name) {
  uint64_t number = 0;
  file_->Guard([&] {
    const Handle attribute = OpenAttribute(*file_, path, name);
    const Handle space(H5Aget_space(attribute.id()), H5Sclose);
    if (Length(space) != 1) throw Failed{name + " is not one number"};
    Check(H5Aread(attribute.id(), H5T_NATIVE_UINT64, &number));
  });
  return number;
}

std::string InputFile::Text(const std::string& path) {
  std::string text;
  file_->Guard([&] {
    std::vector<std::string> texts = ReadTexts(*file_, path);
    if (texts.size() != 1) throw Failed{path + " is not one text"};
    text = std::move(texts.front());
  });
  return text;
}

std::vector<std::string> InputFile::Texts(const std::string& path) {
  std::vector<std::string> texts;
  file_->Guard([&] { texts = ReadTexts(*file_, path); });
  return texts;
}

std::vector<uint32_t> InputFile::Numbers(const std::string& path) {
  std::vector<uint32_t> numbers;
  file_->Guard([&] { ReadNumbers(*file_, path, ColumnType::kU32, numbers); });
  return numbers;
}

std::vector<uint64_t> InputFile::LargeNumbers(const std::string& path) {
  std::vector<uint64_t> numbers;
  file_->Guard([&] { ReadNumbers(*file_, path, ColumnType::kU64, numbers); });
  return numbers;
}

std::vector<double> InputFile::RealNumbers(const std::string& path) {
  std::vector<double> numbers;
  file_->Guard([&] { ReadNumbers(*file_, path, ColumnType::kF64, numbers); });
  return numbers;
}

bool InputFile::Has(const std::string& path) {
  bool there = false;
  file_->Guard([&] {
    there = Check(H5Lexists(file_->file.id(), path.c_str(), H5P_DEFAULT)) > 0;
  });
  return there;
}

uint64_t InputFile::Rows(const std::string& path, ColumnType type) {
  uint64_t rows = 0;
  file_->Guard([&] {
    Handle dataset = OpenDataset(*file_, path);
    RequireType(dataset, type, path);
    const Handle space(H5Dget_space(dataset.id()), H5Sclose);
    if (H5Sget_simple_extent_ndims(space.id()) != 1) {
      throw Failed{path + " is not a column"};
    }
    rows = Length(space);
    file_->columns[path] = {std::move(dataset), type, rows};
  });
  return rows;
}

std::vector<Piece> InputFile::Pieces(const std::string& path) {
  std::vector<Piece> pieces;
  file_->Guard([&] {
    const OpenColumn& column = file_->columns.at(path);
    const Handle list(H5Dget_create_plist(column.dataset.id()), H5Pclose);
    if (Check(H5Pget_layout(list.id())) != H5D_VIRTUAL) return;
    size_t count = 0;
    Check(H5Pget_virtual_count(list.id(), &count));
    for (size_t i = 0; i < count; ++i) pieces.push_back(PieceAt(list, i));
  });
  return pieces;
}

void InputFile::Read(const std::string& path, uint64_t first,
                     std::span<uint8_t> out) {
  if (out.empty()) return;
  file_->Guard([&] {
    const OpenColumn& column = file_->columns.at(path);
    const hsize_t start = first;
    const hsize_t count = out.size() / SizeOf(column.type);
    if (start + count > column.rows) throw Failed{path + " is too short"};
    const Handle from = Space(column.rows, column.rows);
    Check(H5Sselect_hyperslab(from.id(), H5S_SELECT_SET, &start, nullptr,
                              &count, nullptr));
    const Handle to = Space(count, count);
    Check(H5Dread(column.dataset.id(), TypeId(column.type), to.id(), from.id(),
                  H5P_DEFAULT, out.data()));
  });
}

void InputFile::DropCache(const std::string& path) {
  file_->Guard([&] {
    OpenColumn& column = file_->columns.at(path);
    column.dataset = Handle();
    column.dataset = OpenDataset(*file_, path);
  });
}

std::vector<uint8_t> InputFile::Chunk(const std::string& path, uint64_t chunk) {
  std::vector<uint8_t> stored;
  file_->Guard([&] {
    const OpenColumn& column = file_->columns.at(path);
    const hsize_t first = chunk * kChunkRows;
    hsize_t size = 0;
    Check(H5Dget_chunk_storage_size(column.dataset.id(), &first, &size));
    stored.resize(size);
    uint32_t filter_mask = 0;
    Check(H5Dread_chunk(column.dataset.id(), H5P_DEFAULT, &first, &filter_mask,
                        stored.data()));
    if (filter_mask != 0) throw Failed{path + " has an unfiltered chunk"};
  });
  return stored;
}

Result<void> InputFile::status() const { return file_->status(); }

bool InputFile::disk_fault() const { return file_->disk()->error != 0; }

}  // namespace souk::results::hdf5
