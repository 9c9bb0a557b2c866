// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.benchmarks.harness.Jvm;
import io.github.ossv4.benchmarks.harness.SdkClassPath;
import io.github.ossv4.benchmarks.harness.Spent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that uploads or downloads in its own JVM.
 *
 * @param bare true for plain OkHttp, with which the others are compared
 */
record Client(String name, Work work, boolean bare, String classPath, String mainClass) {
    /** The kinds of transfers. */
    enum Work {
        UPLOAD("up, one request"),
        UPLOAD_PARTS("up, parts"),
        UPLOAD_SOURCE("up, a source that can be opened again"),
        UPLOAD_STREAM("up, a stream of unknown length"),
        DOWNLOAD("down, one request"),
        DOWNLOAD_PARTS("down, parts");

        private final String text;

        Work(String text) {
            this.text = text;
        }

        boolean isUpload() {
            return this != DOWNLOAD && this != DOWNLOAD_PARTS;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final String OWN_CLASS_PATH = System.getProperty("java.class.path");

    /** Returns all clients. The SDKs are included if they were built. */
    static List<Client> all() {
        List<Client> clients = new ArrayList<>();
        for (Work work : List.of(Work.UPLOAD, Work.UPLOAD_PARTS, Work.DOWNLOAD, Work.DOWNLOAD_PARTS)) {
            clients.add(new Client("OkHttp", work, true, OWN_CLASS_PATH, OkHttp.class.getName()));
            clients.add(ossv4(work));
        }
        for (String version : SdkClassPath.VERSIONS) {
            addSdk(clients, version, Work.UPLOAD, "PutObject");
            addSdk(clients, version, Work.UPLOAD_PARTS, "UploadInParts");
            addSdk(clients, version, Work.DOWNLOAD, "GetObject");
            addSdk(clients, version, Work.DOWNLOAD_PARTS, "Download");
        }
        return clients;
    }

    /** Returns our client with what is not a file, and has no peer. */
    static List<Client> ofStreams() {
        return List.of(ossv4(Work.UPLOAD_SOURCE), ossv4(Work.UPLOAD_STREAM));
    }

    private static Client ossv4(Work work) {
        return new Client("ossv4", work, false, OWN_CLASS_PATH, Ossv4.class.getName());
    }

    private static void addSdk(List<Client> clients, String version, Work work, String mainClass) {
        SdkClassPath.of(version)
                .ifPresent(classPath -> clients.add(new Client(
                        "SDK " + version, work, false, classPath, "io.github.ossv4.benchmarks.sdk." + mainClass)));
    }

    /** Uploads a file, or downloads to it. */
    Spent transfer(String endpoint, Path file) throws IOException, InterruptedException {
        return transfer(List.of(), endpoint, file);
    }

    /** Uploads a file, or downloads to it, in a JVM with the given flags. */
    Spent transfer(List<String> flags, String endpoint, Path file) throws IOException, InterruptedException {
        // The programs with an SDK are one for each kind of work, and ignore the last argument.
        return Jvm.run(flags, classPath, mainClass, endpoint, file.toString(), work.name());
    }

    @Override
    public String toString() {
        return name + ", " + work;
    }
}
