#include "results/hdf5_disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <functional>
#include <memory>

namespace souk::results::hdf5 {
namespace {

constexpr haddr_t kMaxAddress = 0x7fffffffffffffffULL;

struct DriverInfo {
  DiskFault* fault = nullptr;
};

struct DiskFile {
  H5FD_t base = {};  // first: the library sees only this
  int descriptor = -1;
  bool writable = false;
  haddr_t end_allocated = 0;
  haddr_t end_of_file = 0;
  DiskFault* fault = nullptr;
};

DiskFile& Cast(H5FD_t* file) { return *reinterpret_cast<DiskFile*>(file); }
const DiskFile& Cast(const H5FD_t* file) {
  return *reinterpret_cast<const DiskFile*>(file);
}

void Note(DiskFault* fault) {
  if (fault->error == 0) fault->error = errno != 0 ? errno : EIO;
}

int OpenFlags(unsigned flags) {
  int result = (flags & H5F_ACC_RDWR) != 0 ? O_RDWR : O_RDONLY;
  if ((flags & H5F_ACC_TRUNC) != 0) result |= O_TRUNC;
  if ((flags & H5F_ACC_CREAT) != 0) result |= O_CREAT;
  if ((flags & H5F_ACC_EXCL) != 0) result |= O_EXCL;
  return result | O_CLOEXEC;
}

H5FD_t* Open(const char* name, unsigned flags, hid_t access, haddr_t) {
  const auto* info = static_cast<const DriverInfo*>(H5Pget_driver_info(access));
  const int descriptor = open(name, OpenFlags(flags), 0666);
  struct stat status = {};
  if (descriptor < 0 || fstat(descriptor, &status) != 0) {
    Note(info->fault);
    if (descriptor >= 0) close(descriptor);
    return nullptr;
  }
  auto file = std::make_unique<DiskFile>();
  file->descriptor = descriptor;
  file->writable = (flags & H5F_ACC_RDWR) != 0;
  file->end_of_file = static_cast<haddr_t>(status.st_size);
  file->fault = info->fault;
  return &file.release()->base;
}

herr_t Close(H5FD_t* base) {
  const std::unique_ptr<DiskFile> file(&Cast(base));
  if (file->writable && file->fault->error == 0 &&
      fsync(file->descriptor) != 0) {
    Note(file->fault);
  }
  if (close(file->descriptor) != 0) Note(file->fault);
  return 0;
}

// Every opening is a file of its own: none shares another's fault.
int Compare(const H5FD_t* a, const H5FD_t* b) {
  return a == b ? 0 : (std::less<>()(a, b) ? -1 : 1);
}

herr_t Query(const H5FD_t*, unsigned long* flags) {
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA |
           H5FD_FEAT_DATA_SIEVE | H5FD_FEAT_AGGREGATE_SMALLDATA |
           H5FD_FEAT_DEFAULT_VFD_COMPATIBLE;
  return 0;
}

haddr_t EndAllocated(const H5FD_t* base, H5FD_mem_t) {
  return Cast(base).end_allocated;
}

herr_t SetEndAllocated(H5FD_t* base, H5FD_mem_t, haddr_t address) {
  Cast(base).end_allocated = address;
  return 0;
}

haddr_t EndOfFile(const H5FD_t* base, H5FD_mem_t) {
  return Cast(base).end_of_file;
}

herr_t Read(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, size_t size,
            void* buffer) {
  DiskFile& file = Cast(base);
  char* to = static_cast<char*>(buffer);
  while (size > 0) {
    const ssize_t got =
        pread(file.descriptor, to, size, static_cast<off_t>(address));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      Note(file.fault);
      return -1;
    }
    if (got == 0) break;  // beyond the end: zeros
    to += got;
    address += static_cast<haddr_t>(got);
    size -= static_cast<size_t>(got);
  }
  std::memset(to, 0, size);
  return 0;
}

void WriteAll(DiskFile& file, haddr_t address, const char* from, size_t size) {
  while (size > 0) {
    const ssize_t put =
        pwrite(file.descriptor, from, size, static_cast<off_t>(address));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) {
      if (put == 0) errno = ENOSPC;
      return Note(file.fault);
    }
    from += put;
    address += static_cast<haddr_t>(put);
    size -= static_cast<size_t>(put);
  }
}

herr_t Write(H5FD_t* base, H5FD_mem_t, hid_t, haddr_t address, size_t size,
             const void* buffer) {
  DiskFile& file = Cast(base);
  if (file.fault->error == 0) {
    WriteAll(file, address, static_cast<const char*>(buffer), size);
  }
  file.end_of_file = std::max(file.end_of_file, address + size);
  return 0;
}

herr_t Truncate(H5FD_t* base, hid_t, hbool_t) {
  DiskFile& file = Cast(base);
  if (file.end_allocated == file.end_of_file) return 0;
  if (file.fault->error == 0 &&
      ftruncate(file.descriptor, static_cast<off_t>(file.end_allocated)) != 0) {
    Note(file.fault);
  }
  file.end_of_file = file.end_allocated;
  return 0;
}

H5FD_class_t DriverClass() {
  H5FD_class_t driver = {};
  driver.name = "souk_disk";
  driver.maxaddr = kMaxAddress;
  driver.fc_degree = H5F_CLOSE_STRONG;
  driver.fapl_size = sizeof(DriverInfo);
  driver.open = Open;
  driver.close = Close;
  driver.cmp = Compare;
  driver.query = Query;
  driver.get_eoa = EndAllocated;
  driver.set_eoa = SetEndAllocated;
  driver.get_eof = EndOfFile;
  driver.read = Read;
  driver.write = Write;
  driver.truncate = Truncate;
  const H5FD_mem_t one_map[H5FD_MEM_NTYPES] = H5FD_FLMAP_DICHOTOMY;
  std::copy(std::begin(one_map), std::end(one_map), driver.fl_map);
  return driver;
}

}  // namespace

hid_t DiskAccess(DiskFault* fault) {
  static const H5FD_class_t driver = DriverClass();
  static const hid_t driver_id = H5FDregister(&driver);
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  const DriverInfo info{fault};
  if (access >= 0 && H5Pset_driver(access, driver_id, &info) < 0) {
    H5Pclose(access);
    return -1;
  }
  return access;
}

}  // namespace souk::results::hdf5
