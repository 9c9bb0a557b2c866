// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of a file that show whether this user created it. In a directory that other users can write to, its name
 * may have become another file's, or of a link. Links are not followed. Attributes that the file system does not
 * have are not compared. Immutable.
 *
 * <p>Rule: A download is resumed only into a file that this user created ({@code TargetFileTest}).
 */
public final class FileFacts {
    private static final String BASIC = "isRegularFile,size,fileKey";
    private static final int MAX_PADDING = 1 << 16;
    private static final int GROUP_OR_OTHERS_WRITE = 0022;

    private final Map<String, Object> attributes;

    private FileFacts(Map<String, Object> attributes) {
        this.attributes = attributes;
    }

    /** Reads the attributes, with one system call on Unix: they belong to the same file. */
    public static FileFacts of(Path file) throws IOException {
        Set<String> views = file.getFileSystem().supportedFileAttributeViews();
        if (views.contains("unix")) {
            return new FileFacts(read(file, "unix:" + BASIC + ",uid,mode,nlink"));
        }
        Map<String, Object> attributes = new HashMap<>(read(file, BASIC));
        if (views.contains("posix")) {
            attributes.putAll(read(file, "posix:owner,permissions"));
        } else if (views.contains("owner")) {
            try {
                attributes.put("owner", Files.getOwner(file, LinkOption.NOFOLLOW_LINKS));
            } catch (IOException | UnsupportedOperationException e) {
                // The volume has no owners, such as FAT on Windows.
            }
        }
        return new FileFacts(attributes);
    }

    private static Map<String, Object> read(Path file, String attributes) throws IOException {
        return Files.readAttributes(file, attributes, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes to an open file, and returns its attributes if the path shows the change; null if it is the path of
     * another file, or if the file system does not show an open file. Otherwise the attributes of another user's file
     * could be taken for the attributes of a file that this user created. A channel has no attributes: the file gets a
     * random length, so no other process may write to it. The length is restored, except for an empty file with this
     * path: if a file was truncated to 0 bytes, ext4 and Btrfs write all of its data to the disk when it is closed.
     */
    static @Nullable FileFacts probe(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        long length = size + 1 + ThreadLocalRandom.current().nextInt(MAX_PADDING);
        boolean isShown = false;
        try {
            channel.write(ByteBuffer.allocate(1), length - 1);
            FileFacts facts = of(file);
            isShown = facts.size() == length;
            return isShown ? facts : null;
        } catch (NoSuchFileException e) {
            return null;
        } finally {
            // An interrupt closes the channel.
            if (channel.isOpen() && !(isShown && size == 0)) {
                channel.truncate(size);
            }
        }
    }

    /** Returns the time at which the content or an attribute changed last; null if the file system has none. */
    static @Nullable Object statusChangeTime(Path file) throws IOException {
        try {
            return Files.getAttribute(file, "unix:ctime");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Like {@link #statusChangeTime(Path)}, but does not follow a link, and fails unless the file has this key. */
    static @Nullable Object statusChangeTime(Path file, @Nullable Object key) throws IOException {
        Map<String, Object> attributes;
        try {
            attributes = read(file, "unix:ctime,fileKey");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
        if (!Objects.equals(attributes.get("fileKey"), key)) {
            throw new IOException("another process replaced " + PrintableText.escape(file.toString()));
        }
        return attributes.get("ctime");
    }

    boolean isRegular() {
        return Boolean.TRUE.equals(attributes.get("isRegularFile"));
    }

    long size() {
        Object size = attributes.get("size");
        return size instanceof Long ? (Long) size : -1;
    }

    /** Returns whether no other name is known: a hard link may be the name of any file. */
    public boolean hasOneName() {
        Object links = attributes.get("nlink");
        return !(links instanceof Integer) || (Integer) links <= 1;
    }

    /** Returns the identity of the file; null if the file system has none. */
    @Nullable
    Object key() {
        return attributes.get("fileKey");
    }

    /**
     * Returns whether this is a regular file with one name that has the same owner as another file, and whether
     * everyone who can write to it can also write to the other one. Its permissions may be different: the umask may
     * have changed.
     */
    boolean isLike(FileFacts other) {
        return isRegular()
                && hasOneName()
                && isSame("uid", other)
                && isSame("owner", other)
                && (isSame("mode", other) || !isWritableByOthers())
                && (isSame("permissions", other) || !isWritableByOthers());
    }

    private boolean isWritableByOthers() {
        Object mode = attributes.get("mode");
        Object permissions = attributes.get("permissions");
        return (mode instanceof Integer && ((Integer) mode & GROUP_OR_OTHERS_WRITE) != 0)
                || (permissions instanceof Set
                        && (((Set<?>) permissions).contains(PosixFilePermission.GROUP_WRITE)
                                || ((Set<?>) permissions).contains(PosixFilePermission.OTHERS_WRITE)));
    }

    private boolean isSame(String attribute, FileFacts other) {
        return Objects.equals(attributes.get(attribute), other.attributes.get(attribute));
    }

    /**
     * Returns the attributes of a new file that only its owner can read and write; none if the file system has no
     * permissions.
     */
    static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
