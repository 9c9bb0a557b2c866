// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories.internal;

import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.UploadSource;
import io.github.ossv4.http.internal.file.ModificationTime;
import io.github.ossv4.http.internal.file.OpenDirectory;
import io.github.ossv4.http.internal.file.TargetFile;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.text.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Predicate;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The target of a symbolic link. OSS stores it as the content of an object whose key ends with {@code .rclonelink}.
 * Immutable.
 *
 * @see <a href="https://rclone.org/local/#symlinks-junction-points">rclone: symlinks</a>
 */
final class StoredLink {
    static final String SUFFIX = ".rclonelink";

    /** PATH_MAX of Linux. */
    static final int MAX_BYTES = 4096;

    private final ByteString target;

    private StoredLink(ByteString target) {
        this.target = target;
    }

    /** Returns the filter of the options, which is given the name of a link without the suffix of its object. */
    static Predicate<String> filter(DirectoryOptions options) {
        return options.keepsLinks() ? name -> options.filter().test(withoutSuffix(name)) : options.filter();
    }

    static boolean isName(String name) {
        return name.endsWith(SUFFIX) && name.length() > SUFFIX.length();
    }

    static String withoutSuffix(String name) {
        return isName(name) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    /** Returns the target of a link. */
    static StoredLink of(Path link) throws IOException {
        return new StoredLink(ByteString.encodeUtf8(Files.readSymbolicLink(link).toString()));
    }

    /** @throws IOException if no link can have this target */
    static StoredLink of(byte[] content) throws IOException {
        String target = Utf8.decode(content);
        if (target == null || target.isEmpty() || target.indexOf('\0') >= 0) {
            throw new IOException("the object is not the target of a symbolic link");
        }
        return new StoredLink(ByteString.of(content));
    }

    long size() {
        return target.size();
    }

    /**
     * Returns whether size and ETag of an object are size and MD5 of this target. With SSE-KMS the ETag is no MD5: then
     * the link is uploaded again.
     */
    boolean isSame(@Nullable ListedObject object) {
        return object != null
                && object.size() == target.size()
                && target.md5().hex().equalsIgnoreCase(object.etag());
    }

    /** Returns whether a path is a link to this target. */
    boolean isSame(Path link) throws IOException {
        return Files.isSymbolicLink(link) && of(link).target.equals(target);
    }

    UploadSource source(Path link) {
        return UploadSource.of(
                link.toString(),
                target.size(),
                offset -> new ByteArrayInputStream(target.toByteArray(), (int) offset, (int) (target.size() - offset)));
    }

    /** Returns the options for the upload of a link: the headers of {@code ofFile}, and the time if it keeps times. */
    static UploadOptions options(UploadOptions ofFile, @Nullable FileTime time) {
        UploadOptions.Builder options = UploadOptions.builder().headers(ofFile.headers());
        if (ofFile.requesterPays()) {
            options.requesterPays();
        }
        if (ofFile.keepsTime() && time != null) {
            options.metadata(ModificationTime.METADATA, ModificationTime.format(time));
        }
        return options.build();
    }

    /**
     * Creates the link, or replaces an existing link.
     *
     * @throws IOException if the path is a file or a directory
     */
    void create(OpenDirectory parent, String name) throws IOException {
        Path link = parent.path(name);
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            throw new IOException("a file or directory has the name of the symbolic link");
        }
        Path to;
        try {
            to = link.getFileSystem().getPath(new String(target.toByteArray(), StandardCharsets.UTF_8));
        } catch (InvalidPathException e) {
            throw new IOException("the target is not a valid path on this file system", e);
        }
        String temporary = TargetFile.newTemporary();
        // By path: no link can be created relative to an open directory.
        parent.check();
        Files.createSymbolicLink(parent.path(temporary), to);
        try {
            parent.check();
            parent.replace(temporary, name);
        } catch (IOException | RuntimeException e) {
            parent.deleteIfExists(temporary);
            throw e;
        }
    }
}
