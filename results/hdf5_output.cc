#include <algorithm>

#include "results/hdf5_call.h"

namespace souk::results::hdf5 {
namespace {

Handle UntimedDataset() {
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  Check(H5Pset_obj_track_times(list.id(), false));
  return list;
}

Handle ChunkedDataset() {
  Handle list = UntimedDataset();
  const hsize_t chunk = kChunkRows;
  Check(H5Pset_chunk(list.id(), 1, &chunk));
  Check(H5Pset_shuffle(list.id()));
  Check(H5Pset_deflate(list.id(), 1));
  Check(H5Pset_fill_time(list.id(), H5D_FILL_TIME_NEVER));
  return list;
}

// Groups on the way to the dataset are made if they are missing.
Handle CreateDataset(const OpenFile& file, const std::string& path, hid_t type,
                     const Handle& space, const Handle& list) {
  const Handle link(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  Check(H5Pset_create_intermediate_group(link.id(), 1));
  return Handle(H5Dcreate2(file.file.id(), path.c_str(), type, space.id(),
                           link.id(), list.id(), H5P_DEFAULT),
                H5Dclose);
}

void Select(const Handle& space, hsize_t first, hsize_t count) {
  Check(H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, &first, nullptr, &count,
                            nullptr));
}

// In the name of a source file HDF5 takes % for a pattern.
std::string Escaped(const std::string& name) {
  std::string escaped;
  for (const char letter : name) {
    escaped.append(letter == '%' ? 2 : 1, letter);
  }
  return escaped;
}

void FillWithOnes(const Handle& list, ColumnType type) {
  constexpr uint64_t kOnes = ~uint64_t{0};
  Check(H5Pset_fill_value(list.id(), TypeId(type), &kOnes));
}

void Map(const Handle& list, const Handle& space, const Piece& piece) {
  const Handle source = Space(piece.source_rows, piece.source_rows);
  Select(source, piece.source_first, piece.rows);
  Select(space, piece.first, piece.rows);
  Check(H5Pset_virtual(list.id(), space.id(), Escaped(piece.file).c_str(),
                       Escaped(piece.dataset).c_str(), source.id()));
}

std::vector<const char*> Pointers(const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  return pointers;
}

template <class T>
void WriteNumbers(const OpenFile& file, const std::string& path,
                  ColumnType column_type, const std::vector<T>& numbers) {
  const Handle space = Space(numbers.size(), numbers.size());
  const hid_t type = TypeId(column_type);
  const Handle dataset =
      CreateDataset(file, path, type, space, UntimedDataset());
  if (numbers.empty()) return;
  Check(H5Dwrite(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                 numbers.data()));
}

struct Value {
  hid_t type;
  const Handle* space;
  const void* bytes;
};

void WriteAttribute(const OpenFile& file, const std::string& path,
                    const std::string& name, const Value& value) {
  const Handle object(H5Oopen(file.file.id(), path.c_str(), H5P_DEFAULT),
                      H5Oclose);
  const Handle attribute(
      H5Acreate2(object.id(), name.c_str(), value.type, value.space->id(),
                 H5P_DEFAULT, H5P_DEFAULT),
      H5Aclose);
  Check(H5Awrite(attribute.id(), value.type, value.bytes));
}

template <class T>
void WriteScalar(OpenFile& file, const std::string& path,
                 const std::string& name, std::pair<ColumnType, T> value) {
  file.Guard([&] {
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    WriteAttribute(file, path, name,
                   {TypeId(value.first), &space, &value.second});
  });
}

void Create(OpenFile& file) {
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  Check(H5Pset_obj_track_times(creation.id(), false));
  const Handle access(DiskAccess(file.disk()), H5Pclose);
  file.file = Handle(
      H5Fcreate(file.path().c_str(), H5F_ACC_TRUNC, creation.id(), access.id()),
      H5Fclose);
}

}  // namespace

OutputFile::OutputFile(const std::string& path)
    : file_(std::make_unique<OpenFile>(path, "writing")) {
  file_->Guard([&] { Create(*file_); });
}

OutputFile::OutputFile(OutputFile&&) noexcept = default;
OutputFile::~OutputFile() = default;

void OutputFile::AddGroup(const std::string& path) {
  file_->Guard([&] {
    const Handle list(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
    Check(H5Pset_obj_track_times(list.id(), false));
    Check(H5Pset_link_creation_order(
        list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
    const Handle group(H5Gcreate2(file_->file.id(), path.c_str(), H5P_DEFAULT,
                                  list.id(), H5P_DEFAULT),
                       H5Gclose);
  });
}

void OutputFile::AddText(const std::string& path, const std::string& text) {
  file_->Guard([&] {
    const Handle type = TextType();
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const Handle dataset =
        CreateDataset(*file_, path, type.id(), space, UntimedDataset());
    const char* pointer = text.c_str();
    Check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                   &pointer));
  });
}

void OutputFile::AddTexts(const std::string& path,
                          const std::vector<std::string>& texts) {
  file_->Guard([&] {
    const Handle type = TextType();
    const Handle space = Space(texts.size(), texts.size());
    const Handle dataset =
        CreateDataset(*file_, path, type.id(), space, UntimedDataset());
    if (texts.empty()) return;
    Check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                   Pointers(texts).data()));
  });
}

void OutputFile::AddNumbers(const std::string& path,
                            const std::vector<uint32_t>& numbers) {
  file_->Guard([&] { WriteNumbers(*file_, path, ColumnType::kU32, numbers); });
}

void OutputFile::AddNumbers(const std::string& path,
                            const std::vector<uint64_t>& numbers) {
  file_->Guard([&] { WriteNumbers(*file_, path, ColumnType::kU64, numbers); });
}

void OutputFile::AddNumbers(const std::string& path,
                            const std::vector<double>& numbers) {
  file_->Guard([&] { WriteNumbers(*file_, path, ColumnType::kF64, numbers); });
}

void OutputFile::AddColumn(const std::string& path, ColumnType type) {
  file_->Guard([&] {
    const Handle space = Space(0, H5S_UNLIMITED);
    file_->columns[path] = {
        CreateDataset(*file_, path, TypeId(type), space, ChunkedDataset()),
        type, 0};
  });
}

void OutputFile::AppendChunk(const std::string& path,
                             std::span<const uint8_t> stored, size_t rows) {
  file_->Guard([&] {
    OpenColumn& column = file_->columns.at(path);
    SOUK_CHECK(column.rows % kChunkRows == 0, path, " has ", column.rows,
               " rows: only the last chunk may be partial");
    const hsize_t first = column.rows;
    const hsize_t rows_now = first + rows;
    Check(H5Dset_extent(column.dataset.id(), &rows_now));
    Check(H5Dwrite_chunk(column.dataset.id(), H5P_DEFAULT, 0, &first,
                         stored.size(), stored.data()));
    column.rows = rows_now;
  });
}

void OutputFile::AddVirtualColumn(const std::string& path, ColumnType type,
                                  const std::vector<Piece>& pieces,
                                  Absent absent) {
  if (pieces.empty()) return AddColumn(path, type);
  file_->Guard([&] {
    const hsize_t rows = pieces.back().first + pieces.back().rows;
    const Handle space = Space(rows, rows);
    const Handle list = UntimedDataset();
    if (absent == Absent::kOnes) FillWithOnes(list, type);
    for (const Piece& piece : pieces) Map(list, space, piece);
    Check(H5Sselect_all(space.id()));
    const Handle dataset =
        CreateDataset(*file_, path, TypeId(type), space, list);
  });
}

void OutputFile::PutAttribute(const std::string& path, const std::string& name,
                              const std::string& text) {
  file_->Guard([&] {
    const Handle type = TextType();
    const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
    const char* pointer = text.c_str();
    WriteAttribute(*file_, path, name, {type.id(), &space, &pointer});
  });
}

void OutputFile::PutAttribute(const std::string& path, const std::string& name,
                              const std::vector<uint8_t>& values) {
  file_->Guard([&] {
    const Handle space = Space(values.size(), values.size());
    WriteAttribute(*file_, path, name,
                   {TypeId(ColumnType::kU8), &space, values.data()});
  });
}

void OutputFile::PutAttribute(const std::string& path, const std::string& name,
                              uint8_t value) {
  WriteScalar<uint8_t>(*file_, path, name, {ColumnType::kU8, value});
}

void OutputFile::PutAttribute(const std::string& path, const std::string& name,
                              uint32_t value) {
  WriteScalar<uint32_t>(*file_, path, name, {ColumnType::kU32, value});
}

void OutputFile::PutAttribute(const std::string& path, const std::string& name,
                              uint64_t value) {
  WriteScalar<uint64_t>(*file_, path, name, {ColumnType::kU64, value});
}

Result<void> OutputFile::status() const { return file_->status(); }

Result<void> OutputFile::Close() {
  Prepare();
  file_->CloseAll();
  return file_->status();
}

}  // namespace souk::results::hdf5
