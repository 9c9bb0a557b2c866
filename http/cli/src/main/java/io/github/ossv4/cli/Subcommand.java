// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import io.github.ossv4.cli.callback.CallbackCommand;
import io.github.ossv4.cli.diagnosis.DoctorCommand;
import io.github.ossv4.cli.emulator.EmulatorCommand;
import io.github.ossv4.cli.object.CatCommand;
import io.github.ossv4.cli.object.CopyCommand;
import io.github.ossv4.cli.object.Crc64Command;
import io.github.ossv4.cli.object.DiskUsageCommand;
import io.github.ossv4.cli.object.DownloadCommand;
import io.github.ossv4.cli.object.ListCommand;
import io.github.ossv4.cli.object.RemoveCommand;
import io.github.ossv4.cli.object.RestoreCommand;
import io.github.ossv4.cli.object.SetCommand;
import io.github.ossv4.cli.object.StatCommand;
import io.github.ossv4.cli.object.SyncCommand;
import io.github.ossv4.cli.object.UploadCommand;
import io.github.ossv4.cli.object.UploadsCommand;
import io.github.ossv4.cli.object.VerifyCommand;
import io.github.ossv4.cli.sign.ExplainCommand;
import io.github.ossv4.cli.sign.FormCommand;
import io.github.ossv4.cli.sign.PresignCommand;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The subcommands, in the order of the help. */
enum Subcommand {
    UPLOAD("Upload files, a directory or standard input, with a callback."),
    DOWNLOAD("Download an object, or all objects of a folder."),
    SYNC("Transfer what differs between a directory and a folder; with --delete also delete the rest."),
    VERIFY("Compare files with objects by size and CRC64, without a download."),
    CRC64("Compute the CRC64 of files as OSS does, or check it against a list."),
    LS("List buckets, or objects and folders."),
    DU("Count objects, and add their sizes by storage class."),
    STAT("Print the metadata of objects."),
    CAT("Write objects to standard output."),
    CP("Copy objects within OSS, or all objects of a folder."),
    RM("Delete objects, or all objects of a folder or bucket."),
    SET("Change headers, metadata, tags, ACL or storage class of objects."),
    RESTORE("Make archived objects readable for some days."),
    UPLOADS("List or abort multipart uploads that are not complete."),
    PRESIGN("Sign a URL with which others can get or put one object."),
    FORM("Sign a form with which a browser can upload."),
    EXPLAIN("Explain an error document, a callback or a policy."),
    CALLBACK("Verify a recorded callback, or call an application server as OSS does."),
    DOCTOR("Check endpoint, clock, credentials, region and permissions."),
    EMULATOR("Run an OSS emulator on this machine.");

    private final String description;

    Subcommand(String description) {
        this.description = description;
    }

    /** Returns the subcommand of this name; null if there is none. */
    static @Nullable Subcommand named(String title) {
        for (Subcommand subcommand : values()) {
            if (subcommand.title().equals(title)) {
                return subcommand;
            }
        }
        return null;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    /** Returns a new object with picocli's annotations. The classes of other commands are not loaded. */
    Object newCommand() {
        return switch (this) {
            case UPLOAD -> new UploadCommand();
            case DOWNLOAD -> new DownloadCommand();
            case SYNC -> new SyncCommand();
            case VERIFY -> new VerifyCommand();
            case CRC64 -> new Crc64Command();
            case LS -> new ListCommand();
            case DU -> new DiskUsageCommand();
            case STAT -> new StatCommand();
            case CAT -> new CatCommand();
            case CP -> new CopyCommand();
            case RM -> new RemoveCommand();
            case SET -> new SetCommand();
            case RESTORE -> new RestoreCommand();
            case UPLOADS -> new UploadsCommand();
            case PRESIGN -> new PresignCommand();
            case FORM -> new FormCommand();
            case EXPLAIN -> new ExplainCommand();
            case CALLBACK -> new CallbackCommand();
            case DOCTOR -> new DoctorCommand();
            case EMULATOR -> new EmulatorCommand();
        };
    }
}
