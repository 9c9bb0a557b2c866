// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import java.io.IOException;
import java.nio.file.Files;
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
        DOWNLOAD("down, one request"),
        DOWNLOAD_PARTS("down, parts");

        private final String text;

        Work(String text) {
            this.text = text;
        }

        boolean isUpload() {
            return this == UPLOAD || this == UPLOAD_PARTS;
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
        for (Work work : Work.values()) {
            clients.add(new Client("OkHttp", work, true, OWN_CLASS_PATH, OkHttp.class.getName()));
            clients.add(new Client("ossv4", work, false, OWN_CLASS_PATH, Ossv4.class.getName()));
        }
        for (String version : List.of("v1", "v2")) {
            addSdk(clients, version, Work.UPLOAD, "PutObject");
            addSdk(clients, version, Work.UPLOAD_PARTS, "UploadInParts");
            addSdk(clients, version, Work.DOWNLOAD_PARTS, "Download");
        }
        return clients;
    }

    /** Returns the clients that put one object after the other. The SDKs are included if they were built. */
    static List<Client> puts() {
        List<Client> clients = new ArrayList<>();
        for (Puts.Way way : Puts.Way.values()) {
            boolean bare = way == Puts.Way.OKHTTP;
            clients.add(new Client(way.toString(), Work.UPLOAD, bare, OWN_CLASS_PATH, Puts.class.getName()));
        }
        for (String version : List.of("v1", "v2")) {
            addSdk(clients, version, Work.UPLOAD, "Puts");
        }
        return clients;
    }

    private static void addSdk(List<Client> clients, String version, Work work, String mainClass) {
        Path target = Path.of(OWN_CLASS_PATH)
                .toAbsolutePath()
                .resolveSibling("../sdk-" + version + "/target")
                .normalize();
        Path jar = target.resolve("sdk-" + version + ".jar");
        if (Files.exists(jar)) {
            String classPath = jar + ":" + target.resolve("lib") + "/*";
            String folder = "io.github.ossv4.benchmarks.sdk.";
            clients.add(new Client("SDK " + version, work, false, classPath, folder + mainClass));
        } else {
            System.out.println("SDK " + version + " is skipped: " + jar + " does not exist, see README");
        }
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
