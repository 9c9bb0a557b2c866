// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions of an object, the latest first. Immutable. */
final class History {
    static final History EMPTY = new History(List.of());

    private final List<Version> versions;

    private History(List<Version> versions) {
        this.versions = versions;
    }

    boolean isEmpty() {
        return versions.isEmpty();
    }

    /** Returns the latest version, or null if there is none. */
    @Nullable
    Version latest() {
        return versions.isEmpty() ? null : versions.get(0);
    }

    /** Returns the version with an ID, or null. */
    @Nullable
    Version find(String id) {
        for (Version version : versions) {
            if (version.id().equals(id)) {
                return version;
            }
        }
        return null;
    }

    /** Returns this history with one more version, which replaces one with the same ID. */
    History with(Version version) {
        List<Version> more = new ArrayList<>();
        more.add(version);
        more.addAll(without(version.id()).versions);
        return new History(List.copyOf(more));
    }

    /** Returns this history without the version with an ID. */
    History without(String id) {
        return new History(
                versions.stream().filter(version -> !version.id().equals(id)).toList());
    }

    /** Returns the objects of this history that {@code other} does not have. */
    List<StoredObject> missingFrom(History other) {
        List<StoredObject> missing = new ArrayList<>();
        for (Version version : versions) {
            if (version instanceof StoredObject object
                    && other.versions.stream().noneMatch(each -> each == object)) {
                missing.add(object);
            }
        }
        return missing;
    }
}
