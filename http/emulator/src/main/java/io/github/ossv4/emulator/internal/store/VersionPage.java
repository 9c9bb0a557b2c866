// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.object.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A page of the objects of a bucket, or of their versions: by the UTF-8 bytes of their keys, the latest version of a
 * key first.
 *
 * @param commonPrefixes the common prefixes of the keys that contain the delimiter after the prefix
 * @param isTruncated whether more follow
 * @param last the last version or common prefix, after which the next page starts
 */
public record VersionPage(
        List<ListedVersion> versions, List<String> commonPrefixes, boolean isTruncated, Position last) {
    /** A page without entries. */
    public static final VersionPage EMPTY = new VersionPage(List.of(), List.of(), false, new Position("", ""));

    /** A version, and whether it is the latest of its key. */
    public record ListedVersion(String key, Version version, boolean isLatest) {}

    /**
     * A place in a list of versions.
     *
     * @param key a key or common prefix; empty for the start of the list
     * @param versionId empty for the place after all versions of the key
     */
    public record Position(String key, String versionId) {}

    /**
     * Lists the next versions of a walk.
     *
     * @param versionsOf returns the versions of a key to list; if there is none, the key is left out
     * @param after the place after which the walk starts
     * @param limit the maximum number of versions and common prefixes
     */
    static VersionPage of(KeyWalk walk, Function<History, List<Version>> versionsOf, Position after, int limit) {
        List<ListedVersion> versions = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        Position last = EMPTY.last;
        for (Map.Entry<String, History> next = walk.next(); next != null; next = walk.next()) {
            String key = next.getKey();
            List<Version> found = versionsOf.apply(next.getValue());
            String common = found.isEmpty() ? null : walk.commonPrefix(key);
            if (common != null) {
                if (versions.size() + prefixes.size() == limit) {
                    return new VersionPage(versions, prefixes, true, last);
                }
                last = new Position(common, "");
                prefixes.add(common);
                walk.skip(common);
                continue;
            }
            Version latest = next.getValue().latest();
            for (Version version : key.equals(after.key) ? rest(found, after) : found) {
                if (versions.size() + prefixes.size() == limit) {
                    return new VersionPage(versions, prefixes, true, last);
                }
                last = new Position(key, version.id());
                versions.add(new ListedVersion(key, version, version == latest));
            }
        }
        return new VersionPage(versions, prefixes, false, last);
    }

    /** Returns the versions of a key that follow a position. */
    private static List<Version> rest(List<Version> versions, Position after) {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).id().equals(after.versionId)) {
                return versions.subList(i + 1, versions.size());
            }
        }
        // It was deleted since. Newer versions have greater IDs.
        return versions.stream()
                .filter(version -> version.id().compareTo(after.versionId) < 0)
                .toList();
    }
}
