// How HDF5 reaches the disk: a file driver that remembers faults.
//
// HDF5 (1.10) keeps what it failed to write, cannot close such a file any more
// and trips over it at exit. This driver therefore never reports a failed
// write to the library: it notes the first errno, skips what follows and lets
// the library close in peace. Whoever closes the file then asks for the fault.
// Closing a written file includes fsync. Files are never locked.
//
// Private to hdf5*.cc.
#pragma once

#include <hdf5.h>

namespace souk::results::hdf5 {

/// The errno of the first system call that failed on a file; 0: none.
struct DiskFault {
  int error = 0;
};

/// A file access property list for this driver; `fault` outlives the file.
/// Negative if HDF5 refuses.
hid_t DiskAccess(DiskFault* fault);

}  // namespace souk::results::hdf5
