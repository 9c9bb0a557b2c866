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
 * @param inParts true for an upload in parts, false for one request
 * @param bare true for plain OkHttp, with which the others are compared
 */
record Client(String name, boolean inParts, boolean bare, String classPath, String mainClass) {
    private static final String OWN_CLASS_PATH = System.getProperty("java.class.path");

    /** Returns all clients. The SDKs are included if they were built. */
    static List<Client> all() {
        List<Client> clients = new ArrayList<>(List.of(
                own("OkHttp", false, true, OkHttpPut.class),
                own("ossv4", false, false, Ossv4Put.class),
                own("OkHttp", true, true, OkHttpParts.class),
                own("ossv4", true, false, Ossv4Parts.class)));
        for (String version : List.of("v1", "v2")) {
            addSdk(clients, version, false, "PutObject");
            addSdk(clients, version, true, "UploadInParts");
        }
        return clients;
    }

    /** Returns all clients that download the uploaded object in parts. */
    static List<Client> downloads() {
        List<Client> clients = new ArrayList<>(List.of(own("ossv4", true, false, Ossv4Download.class)));
        for (String version : List.of("v1", "v2")) {
            addSdk(clients, version, true, "Download");
        }
        return clients;
    }

    private static void addSdk(List<Client> clients, String version, boolean inParts, String mainClass) {
        Path target = Path.of(OWN_CLASS_PATH)
                .toAbsolutePath()
                .resolveSibling("../sdk-" + version + "/target")
                .normalize();
        Path jar = target.resolve("sdk-" + version + ".jar");
        if (Files.exists(jar)) {
            String classPath = jar + ":" + target.resolve("lib") + "/*";
            String folder = "io.github.ossv4.benchmarks.sdk.";
            clients.add(new Client("SDK " + version, inParts, false, classPath, folder + mainClass));
        } else {
            System.out.println("SDK " + version + " is skipped: " + jar + " does not exist, see README");
        }
    }

    private static Client own(String name, boolean inParts, boolean bare, Class<?> mainClass) {
        return new Client(name, inParts, bare, OWN_CLASS_PATH, mainClass.getName());
    }

    /** Uploads a file. */
    Spent upload(String endpoint, Path file) throws IOException, InterruptedException {
        return transfer(List.of(), endpoint, file);
    }

    /** Uploads a file, or downloads to it, in a JVM with the given flags. */
    Spent transfer(List<String> flags, String endpoint, Path file) throws IOException, InterruptedException {
        return Jvm.run(flags, classPath, mainClass, endpoint, file.toString());
    }

    @Override
    public String toString() {
        return name + (inParts ? ", parts" : ", one request");
    }
}
