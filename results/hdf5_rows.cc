#include "results/hdf5_rows.h"

#include <array>

#include "results/hdf5_call.h"

namespace souk::results::hdf5 {
namespace {

constexpr hsize_t kRowsPerChunk = 4096;

hid_t TypeId(Number number) {
  constexpr size_t kNumbers = 4;
  const std::array<hid_t, kNumbers> types = {H5T_STD_U8LE, H5T_STD_U32LE,
                                             H5T_IEEE_F32LE, H5T_IEEE_F64LE};
  return types[static_cast<size_t>(number)];
}

struct Extent {
  int dimensions = 1;
  std::array<hsize_t, 2> size = {0, 0};
};

Extent ExtentOf(hid_t dataset) {
  const Handle space(H5Dget_space(dataset), H5Sclose);
  Extent extent;
  extent.dimensions = H5Sget_simple_extent_ndims(space.id());
  if (extent.dimensions < 1 || extent.dimensions > 2) return extent;
  Check(H5Sget_simple_extent_dims(space.id(), extent.size.data(), nullptr));
  return extent;
}

Handle Open(OpenFile& file, const std::string& path) {
  if (H5Lexists(file.file.id(), path.c_str(), H5P_DEFAULT) <= 0) {
    throw Failed{"no dataset '" + path + "'"};
  }
  return Handle(H5Dopen2(file.file.id(), path.c_str(), H5P_DEFAULT), H5Dclose);
}

Handle Growing(const std::array<hsize_t, 2>& chunk, int dimensions) {
  Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  Check(H5Pset_obj_track_times(list.id(), false));
  Check(H5Pset_chunk(list.id(), dimensions, chunk.data()));
  Check(H5Pset_shuffle(list.id()));
  Check(H5Pset_deflate(list.id(), 1));
  return list;
}

void Create(const OpenFile& file, const std::string& path, RowShape shape) {
  const int dimensions = shape.width == 0 ? 1 : 2;
  const std::array<hsize_t, 2> size = {0, shape.width};
  const std::array<hsize_t, 2> most = {H5S_UNLIMITED, shape.width};
  const Handle space(H5Screate_simple(dimensions, size.data(), most.data()),
                     H5Sclose);
  const Handle list = Growing({kRowsPerChunk, shape.width}, dimensions);
  const Handle dataset(
      H5Dcreate2(file.file.id(), path.c_str(), TypeId(shape.number), space.id(),
                 H5P_DEFAULT, list.id(), H5P_DEFAULT),
      H5Dclose);
}

void Append(OpenFile& file, const std::string& path, RowBytes more) {
  const Handle dataset = Open(file, path);
  Extent extent = ExtentOf(dataset.id());
  const std::array<hsize_t, 2> start = {extent.size[0], 0};
  const std::array<hsize_t, 2> count = {more.rows, extent.size[1]};
  extent.size[0] += more.rows;
  Check(H5Dset_extent(dataset.id(), extent.size.data()));
  const Handle to(H5Dget_space(dataset.id()), H5Sclose);
  Check(H5Sselect_hyperslab(to.id(), H5S_SELECT_SET, start.data(), nullptr,
                            count.data(), nullptr));
  const Handle from(H5Screate_simple(extent.dimensions, count.data(), nullptr),
                    H5Sclose);
  const Handle type(H5Dget_type(dataset.id()), H5Tclose);
  Check(H5Dwrite(dataset.id(), type.id(), from.id(), to.id(), H5P_DEFAULT,
                 more.bytes));
}

}  // namespace

void AddRows(OutputFile& file, const std::string& path, RowShape shape) {
  OpenFile& open = file.open_file();
  open.Guard([&] { Create(open, path, shape); });
}

void AppendRows(OutputFile& file, const std::string& path, RowBytes more) {
  if (more.rows == 0) return;
  OpenFile& open = file.open_file();
  open.Guard([&] { Append(open, path, more); });
}

uint64_t CountRows(InputFile& file, const std::string& path, RowShape shape) {
  uint64_t rows = 0;
  OpenFile& open = file.open_file();
  open.Guard([&] {
    const Handle dataset = Open(open, path);
    const Handle stored(H5Dget_type(dataset.id()), H5Tclose);
    const Extent extent = ExtentOf(dataset.id());
    const int dimensions = shape.width == 0 ? 1 : 2;
    if (Check(H5Tequal(stored.id(), TypeId(shape.number))) == 0 ||
        extent.dimensions != dimensions || extent.size[1] != shape.width) {
      throw Failed{path + " is of another shape"};
    }
    rows = extent.size[0];
  });
  return rows;
}

void ReadRows(InputFile& file, const std::string& path, void* out) {
  OpenFile& open = file.open_file();
  open.Guard([&] {
    const Handle dataset = Open(open, path);
    const Handle type(H5Dget_type(dataset.id()), H5Tclose);
    Check(H5Dread(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, out));
  });
}

}  // namespace souk::results::hdf5
