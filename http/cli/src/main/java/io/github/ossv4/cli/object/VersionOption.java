// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.list.ObjectVersion;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects a version of an object. */
final class VersionOption {
    @Option(
            names = "--version-id",
            paramLabel = "ID",
            description = "A version of the object, as 'ls --versions' prints it; default: the latest.")
    private @Nullable String versionId;

    /** Returns the id of the version; null for the latest. */
    @Nullable
    String id() {
        return versionId;
    }

    /**
     * Checks that no version is given, for {@code --recursive}.
     *
     * @throws UsageException if one is given
     */
    void requireUnused() {
        if (versionId != null) {
            throw new UsageException("--version-id names one object and must not be used with --recursive");
        }
    }

    /**
     * Checks that a version belongs to one object.
     *
     * @param objects the objects of the command
     * @throws UsageException if a version is given, and there are several objects
     */
    void check(Collection<?> objects) {
        if (versionId != null && objects.size() != 1) {
            throw new UsageException("--version-id requires one object, was " + objects.size());
        }
    }

    /** Sets the version in the options of a request, unless it is the latest. */
    void applyTo(Consumer<String> setter) {
        if (versionId != null) {
            setter.accept(versionId);
        }
    }

    /** Returns the selected version of an object. */
    ObjectVersion of(String key) {
        return versionId == null ? ObjectVersion.of(key) : ObjectVersion.of(key, versionId);
    }
}
