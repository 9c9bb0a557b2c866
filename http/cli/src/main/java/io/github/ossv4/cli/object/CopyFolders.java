// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.bucket.OssUrl;
import io.github.ossv4.cli.output.UsageException;
import org.jspecify.annotations.Nullable;

/** The folder whose objects are copied, and the folder to which they are copied. Immutable. */
record CopyFolders(OssUrl source, OssUrl target) {
    /**
     * Returns the folders; a slash is added to URLs without one.
     *
     * @throws UsageException if the target is the source or is inside it: each copy would be an object of the source
     */
    static CopyFolders of(CopyKind kind, OssUrl source, OssUrl target) {
        CopyFolders folders = new CopyFolders(source.folder(), target.folder());
        if (folders.isInSource(folders.target.key())) {
            throw new UsageException("cannot " + kind.verb() + " a folder into itself: " + folders.target
                    + (folders.source.equals(folders.target) ? " is the source" : " is inside " + folders.source));
        }
        return folders;
    }

    private boolean isInSource(String targetKey) {
        return source.bucket().equals(target.bucket()) && targetKey.startsWith(source.key());
    }

    /** Returns the target of an object of the source. */
    OssUrl targetOf(String sourceKey) {
        return target.withKey(target.key() + sourceKey.substring(source.key().length()));
    }

    /**
     * Returns why an object cannot be copied; null if it can. A target inside the source folder would replace another
     * object of the source, perhaps before that one is copied.
     */
    @Nullable
    String problem(String sourceKey) {
        OssUrl object = targetOf(sourceKey);
        if (object.key().isEmpty()) {
            return "the marker of the folder has no name at " + object;
        }
        return isInSource(object.key())
                ? "its target " + object + " is inside the source folder: use another folder as the target"
                : null;
    }
}
