//! Who may use a folder: its owner, its group, and what they may do there.

use std::fs;
use std::io;
use std::path::Path;

/// Lets a folder be used by those who may use another; an error if this user may not say
/// so, or if there is more to it than owner, group and mode.
#[cfg(unix)]
pub fn give(folder: &Path, other: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};

    let (made, old) = (fs::metadata(folder)?, fs::metadata(other)?);
    if (made.uid(), made.gid()) != (old.uid(), old.gid()) {
        chown(folder, Some(old.uid()), Some(old.gid()))?;
    }
    if has_attributes(other)? {
        return Err(io::ErrorKind::Unsupported.into());
    }
    fs::set_permissions(folder, old.permissions())
}

#[cfg(not(unix))]
pub fn give(folder: &Path, other: &Path) -> io::Result<()> {
    fs::set_permissions(folder, fs::metadata(other)?.permissions())
}

/// Where a folder hands its group on to what is made in it (the set-group-ID bit), another
/// is to do the same.
#[cfg(unix)]
pub fn inherit_group(folder: &Path, other: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

    const HANDS_ON: u32 = 0o2000;
    let old = fs::metadata(other)?;
    if old.mode() & HANDS_ON != 0 {
        chown(folder, None, Some(old.gid()))?;
        let mode = fs::metadata(folder)?.mode() | HANDS_ON;
        fs::set_permissions(folder, fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

#[cfg(not(unix))]
pub fn inherit_group(_folder: &Path, _other: &Path) -> io::Result<()> {
    Ok(())
}

/// Lets this user remove what is in a folder, whatever the site's own folders allowed.
#[cfg(unix)]
pub fn open_up(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let folders = walkdir::WalkDir::new(folder).into_iter().flatten();
    for folder in folders.filter(|entry| entry.file_type().is_dir()) {
        let open = fs::Permissions::from_mode(0o700);
        let _ = fs::set_permissions(folder.path(), open);
    }
}

#[cfg(not(unix))]
pub fn open_up(_folder: &Path) {}

/// Whether someone has given a folder more: an access control list (`acl(5)`), or
/// attributes (`xattr(7)`).
#[cfg(target_os = "linux")]
fn has_attributes(folder: &Path) -> io::Result<bool> {
    use rustix::io::Errno;

    let mut names = vec![0; 64 * 1024];
    let length = match rustix::fs::listxattr(folder, &mut names) {
        Err(Errno::NOTSUP) => return Ok(false),
        length => length?,
    };
    let mut names = names
        .get(..length)
        .unwrap_or_default()
        .split(|byte| *byte == 0);
    Ok(names.any(|name| name.starts_with(b"user.") || name.starts_with(b"system.")))
}

#[cfg(all(unix, not(target_os = "linux")))]
fn has_attributes(_folder: &Path) -> io::Result<bool> {
    Ok(false)
}
