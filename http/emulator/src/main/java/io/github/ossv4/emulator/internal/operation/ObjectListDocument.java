// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.Account;
import io.github.ossv4.emulator.internal.object.DeleteMarker;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.store.ObjectPage;
import io.github.ossv4.emulator.internal.store.VersionPage;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.util.List;

/** The elements that the documents of lists have in common. */
final class ObjectListDocument {
    private ObjectListDocument() {}

    /** Adds the objects of a page, and then its common prefixes. */
    static void add(XmlDocument document, ObjectPage page, EncodingType encoding, boolean withOwner) {
        for (ObjectPage.ListedObject listed : page.objects()) {
            document.open("Contents").element("Key", encoding.encode(listed.key()));
            document.element("LastModified", listed.object().lastModified());
            addObject(document, listed.object());
            if (withOwner) {
                addOwner(document);
            }
            document.close();
        }
        addCommonPrefixes(document, page.commonPrefixes(), encoding);
    }

    /** Adds the versions of a page, and then its common prefixes. */
    static void add(XmlDocument document, VersionPage page, EncodingType encoding) {
        for (VersionPage.ListedVersion listed : page.versions()) {
            document.open(listed.version() instanceof DeleteMarker ? "DeleteMarker" : "Version")
                    .element("Key", encoding.encode(listed.key()))
                    .element("VersionId", listed.version().id())
                    .element("IsLatest", Boolean.toString(listed.isLatest()))
                    .element("LastModified", listed.version().lastModified());
            if (listed.version() instanceof StoredObject object) {
                addObject(document, object);
            }
            addOwner(document);
            document.close();
        }
        addCommonPrefixes(document, page.commonPrefixes(), encoding);
    }

    /** Adds the ETag, type, size and storage class of an object. */
    private static void addObject(XmlDocument document, StoredObject object) {
        document.element("ETag", '"' + object.body().etag() + '"')
                .element("Type", object.body().type().value())
                .element("Size", object.body().size())
                .element("StorageClass", object.attributes().settings().storageClass());
    }

    /** Adds the owner of a bucket or object. */
    static void addOwner(XmlDocument document) {
        document.open("Owner")
                .element("ID", Account.ID)
                .element("DisplayName", Account.ID)
                .close();
    }

    /** Adds common prefixes. */
    static void addCommonPrefixes(XmlDocument document, List<String> prefixes, EncodingType encoding) {
        for (String prefix : prefixes) {
            document.open("CommonPrefixes")
                    .element("Prefix", encoding.encode(prefix))
                    .close();
        }
    }
}
