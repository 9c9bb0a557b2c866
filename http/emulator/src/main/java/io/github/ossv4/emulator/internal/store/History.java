// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions of an object, the latest first. Without the null version, their IDs descend. Immutable. */
final class History {
    static final History EMPTY = new History(null, List.of());

    private final @Nullable Version latest;

    /** Separate from the latest, since most objects have only one version. */
    private final List<Version> older;

    private History(@Nullable Version latest, List<Version> older) {
        this.latest = latest;
        this.older = older;
    }

    /** Returns the history of versions, the latest first. */
    static History of(List<Version> versions) {
        return versions.isEmpty()
                ? EMPTY
                : new History(versions.get(0), List.copyOf(versions.subList(1, versions.size())));
    }

    boolean isEmpty() {
        return latest == null;
    }

    /** Returns the latest version, or null if there is none. */
    @Nullable
    Version latest() {
        return latest;
    }

    /** Returns the latest version in a list, which is empty if the object does not exist or is deleted. */
    List<Version> latestObject() {
        return latest instanceof StoredObject ? List.of(latest) : List.of();
    }

    /** Returns all versions, the latest first. */
    List<Version> versions() {
        if (latest == null) {
            return List.of();
        }
        List<Version> versions = new ArrayList<>(older.size() + 1);
        versions.add(latest);
        versions.addAll(older);
        return versions;
    }

    /** Returns the version with an ID, or null. */
    @Nullable
    Version find(String id) {
        return versions().stream()
                .filter(version -> version.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** Returns this history with one more version, which replaces one with the same ID. */
    History with(Version version) {
        return new History(version, List.copyOf(without(version.id()).versions()));
    }

    /** Returns this history with {@code changed} at the place of {@code object}. */
    History replacing(StoredObject object, StoredObject changed) {
        return of(versions().stream()
                .map(version -> version == object ? changed : version)
                .toList());
    }

    /** Returns this history without the version {@code id}; this history if it has no such version. */
    History without(String id) {
        return find(id) == null
                ? this
                : of(versions().stream()
                        .filter(version -> !version.id().equals(id))
                        .toList());
    }

    /** Returns the ID of the latest version that is older than {@code version}; null if it is the oldest. */
    @Nullable
    String idBefore(Version version) {
        List<Version> versions = versions();
        int next = versions.indexOf(version) + 1;
        return next == versions.size() ? null : versions.get(next).id();
    }

    /** Returns the versions of this history that {@code other} does not have. */
    List<Version> missingFrom(History other) {
        Set<Version> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(other.versions());
        return versions().stream().filter(version -> !kept.contains(version)).toList();
    }

    /** Releases the bodies of the objects that {@code after} does not have. */
    void releaseMissing(History after) {
        for (Version version : missingFrom(after)) {
            if (version instanceof StoredObject object) {
                object.body().content().release();
            }
        }
    }
}
