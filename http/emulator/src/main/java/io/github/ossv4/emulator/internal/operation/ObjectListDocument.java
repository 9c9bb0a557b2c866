// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.Account;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.object.Version.DeleteMarker;
import io.github.ossv4.emulator.internal.store.VersionPage;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import java.time.Instant;
import java.util.List;

/** The elements that the documents of lists have in common. */
final class ObjectListDocument {
    private ObjectListDocument() {}

    /** Adds the objects of a page, and then its common prefixes. */
    static void addObjects(
            XmlDocument document, VersionPage page, EncodingType encoding, boolean withOwner, Instant now) {
        for (VersionPage.ListedVersion listed : page.versions()) {
            document.open("Contents").element("Key", encoding.encode(listed.key()));
            addVersion(document, listed.version(), now);
            if (withOwner) {
                addOwner(document);
            }
            document.close();
        }
        addCommonPrefixes(document, page.commonPrefixes(), encoding);
    }

    /** Adds the versions of a page, and then its common prefixes. */
    static void addVersions(XmlDocument document, VersionPage page, EncodingType encoding, Instant now) {
        for (VersionPage.ListedVersion listed : page.versions()) {
            document.open(listed.version() instanceof DeleteMarker ? "DeleteMarker" : "Version")
                    .element("Key", encoding.encode(listed.key()))
                    .element("VersionId", listed.version().id())
                    .element("IsLatest", Boolean.toString(listed.isLatest()));
            addVersion(document, listed.version(), now);
            addOwner(document);
            document.close();
        }
        addCommonPrefixes(document, page.commonPrefixes(), encoding);
    }

    /** Adds the time of a version and, if it is an object, its ETag, type, size, storage class and restore. */
    private static void addVersion(XmlDocument document, Version version, Instant now) {
        document.element("LastModified", version.lastModified());
        if (version instanceof StoredObject object) {
            document.element("ETag", '"' + object.body().etag() + '"')
                    .element("Type", object.body().type().value())
                    .element("Size", object.body().size())
                    .element("StorageClass", object.attributes().settings().storageClass())
                    .element(
                            "RestoreInfo",
                            object.attributes().settings().state().restoreInfo(now));
        }
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
