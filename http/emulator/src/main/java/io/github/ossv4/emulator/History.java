// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All versions of an object, the latest first. Immutable. */
final class History {
    static final History EMPTY = new History(List.of());

    private final List<Version> versions;

    private History(List<Version> versions) {
        this.versions = versions;
    }

    boolean isEmpty() {
        return versions.isEmpty();
    }

    /** Null where there is no version at all. */
    @Nullable
    Version latest() {
        return versions.isEmpty() ? null : versions.get(0);
    }

    @Nullable
    Version find(String id) {
        for (Version version : versions) {
            if (version.id().equals(id)) {
                return version;
            }
        }
        return null;
    }

    /** This history with one more version, in place of one that has the same id. */
    History with(Version version) {
        List<Version> more = new ArrayList<>();
        more.add(version);
        more.addAll(without(version.id()).versions);
        return new History(List.copyOf(more));
    }

    History without(String id) {
        return new History(
                versions.stream().filter(version -> !version.id().equals(id)).toList());
    }

    /** The objects of this history that {@code other} has no more. */
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
