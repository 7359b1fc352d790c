//! Whether the file system that a folder is on tells of changes.

use std::fs;
use std::path::Path;

/// Kinds of file systems on which changes made elsewhere, or any, send no events.
const SILENT: &[&str] = &[
    "9p", "afs", "ceph", "cifs", "drvfs", "fuse", "ncpfs", "nfs", "nfs4", "prl_fs", "smb3",
    "smbfs", "vboxsf", "virtiofs", "vmhgfs",
];

/// The kind of the file system, where it sends no events.
pub fn silent_mount(folder: &Path) -> Option<String> {
    // Only Linux has this list; elsewhere the system's own events reach everywhere.
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    let kind = kind(&mounts, folder)?;
    let family = kind.split('.').next().unwrap_or_default();
    SILENT.contains(&family).then(|| kind.to_owned())
}

/// The kind of the last file system mounted nearest above a folder (fstab(5)).
fn kind<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let mounts = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ');
        let place = fields.nth(1)?.replace("\\040", " ");
        Some((place, fields.next()?))
    });
    let above = mounts.filter(|(place, _)| folder.starts_with(place));
    let nearest = above.max_by_key(|(place, _)| Path::new(place).components().count());
    nearest.map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::kind;
    use std::path::Path;

    #[test]
    fn the_nearest_mount_counts() {
        let mounts = "/dev/a / ext4 rw 0 0\nhost:/b /srv/my\\040files nfs4 rw 0 0\n\
                      portal /srv/my\\040files/x fuse.portal rw 0 0\n";
        let kind = |path: &str| kind(mounts, Path::new(path));
        assert_eq!(kind("/home/me"), Some("ext4"));
        assert_eq!(kind("/srv/my files/site"), Some("nfs4"));
        assert_eq!(kind("/srv/my files/x/y"), Some("fuse.portal"));
        assert_eq!(kind("/srv/my"), Some("ext4"));
    }
}
