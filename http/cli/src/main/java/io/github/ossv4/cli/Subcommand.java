// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import io.github.ossv4.cli.object.Crc64Command;
import io.github.ossv4.cli.object.UploadCommand;
import io.github.ossv4.cli.sign.PresignCommand;
import org.jspecify.annotations.Nullable;

/** The subcommands, in the order of the help. */
enum Subcommand {
    UPLOAD("upload", "Upload files, a directory or standard input, with a callback."),
    CRC64("crc64", "Compute the CRC64 of files as OSS does, or check it against a list."),
    PRESIGN("presign", "Sign a URL with which others can get or put one object.");

    private final String title;
    private final String description;

    Subcommand(String title, String description) {
        this.title = title;
        this.description = description;
    }

    /** Returns the subcommand of this name; null if there is none. */
    static @Nullable Subcommand named(String title) {
        for (Subcommand subcommand : values()) {
            if (subcommand.title.equals(title)) {
                return subcommand;
            }
        }
        return null;
    }

    String title() {
        return title;
    }

    String description() {
        return description;
    }

    /** Returns a new object with picocli's annotations. The classes of other commands are not loaded. */
    Object newCommand() {
        return switch (this) {
            case UPLOAD -> new UploadCommand();
            case CRC64 -> new Crc64Command();
            case PRESIGN -> new PresignCommand();
        };
    }
}
