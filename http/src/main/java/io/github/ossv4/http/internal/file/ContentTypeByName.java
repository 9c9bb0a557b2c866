// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.object.ContentTypes;
import java.net.URLConnection;
import org.jspecify.annotations.Nullable;

/** Infers the content type of an object from the name of a file or the key. */
public final class ContentTypeByName {
    private ContentTypeByName() {}

    /** Returns the content type by the extension of a name; null if unknown. */
    public static @Nullable String find(String name) {
        String type = ContentTypes.ofName(name);
        // The JDK's map has more than the common types, but it does not fit into a heap of 6 MB.
        return type != null || !hasExtension(name) ? type : ofJdk(name);
    }

    private static boolean hasExtension(String name) {
        return name.lastIndexOf('.') > name.lastIndexOf('/') + 1;
    }

    private static @Nullable String ofJdk(String name) {
        // The map treats "#" as the start of a fragment.
        return URLConnection.getFileNameMap().getContentTypeFor(name.replace('#', '_'));
    }
}
