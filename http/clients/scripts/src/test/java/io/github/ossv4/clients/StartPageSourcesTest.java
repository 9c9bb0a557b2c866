// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ossv4.emulator.Emulator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The snippets of START.md for clients that the tests cannot install. Each runs if a system property names the client.
 * Each stores an object.
 */
class StartPageSourcesTest {
    private final List<String> log = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private Emulator emulator() throws Exception {
        return Emulator.builder()
                .bucket("photos")
                .accessKey("id", "secret")
                .acceptV1(true)
                .log(log::add)
                .start();
    }

    private static String client(String name, String what) {
        String path = System.getProperty("clients." + name, "");
        assumeTrue(!path.isEmpty(), () -> "-Dclients." + name + "=PATH must name " + what);
        return path;
    }

    /** Runs a command of bash on a file with a snippet, which replaces {@code SNIPPET} in a program. */
    private void run(String heading, String language, String file, String program, String command) throws Exception {
        try (Emulator emulator = emulator()) {
            String snippet = StartPage.snippet(heading, language, emulator.endpoint());
            Files.writeString(directory.resolve("cat.jpg"), "hello");
            Files.writeString(directory.resolve(file), program.replace("SNIPPET", snippet));
            Script.in(directory).run(Map.of(), "bash", "-c", command);
        }
        assertTrue(
                log.stream().anyMatch(line -> line.contains(" 200 PUT ") && line.contains("photos/cat.jpg")),
                log::toString);
    }

    @Test
    void runsGoSdkV2() throws Exception {
        String path = client("gov2", "GOPATH with alibabacloud-oss-go-sdk-v2");
        run(
                "Go SDK v2",
                "go",
                "start.go",
                """
                package main

                import (
                	"context"
                	"log"
                	"strings"

                	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
                	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
                )

                func main() {
                SNIPPET}
                """,
                "GO111MODULE=off GOPATH=" + path + ":/usr/share/gocode go run start.go");
    }

    @Test
    void runsPythonSdkV2() throws Exception {
        String path = client("python", "PYTHONPATH with alibabacloud_oss_v2");
        run("Python SDK v2", "python", "start.py", "SNIPPET", "PYTHONPATH=" + path + " /usr/bin/python3 start.py");
    }

    @Test
    void runsOss2() throws Exception {
        String path = client("oss2", "PYTHONPATH with oss2");
        run("oss2", "python", "start.py", "SNIPPET", "PYTHONPATH=" + path + " /usr/bin/python3 start.py");
    }

    @Test
    void runsPhpSdkV2() throws Exception {
        String file = client("phpv2", "autoload.php of alibabacloud-oss-php-sdk-v2");
        run("PHP SDK v2", "php", "start.php", "<?php require '" + file + "';\nSNIPPET", "php start.php");
    }

    @Test
    void runsPhpSdkV1() throws Exception {
        String file = client("php", "autoload.php of aliyun-oss-php-sdk");
        run("PHP SDK v1", "php", "start.php", "<?php require '" + file + "';\nSNIPPET", "php start.php");
    }

    @Test
    void runsRubySdk() throws Exception {
        String path = client("ruby", "lib of aliyun-oss-ruby-sdk, with its extension");
        run("Ruby SDK", "ruby", "start.rb", "SNIPPET", "ruby -I " + path + " start.rb");
    }

    @Test
    void runsCppSdk() throws Exception {
        String path = client("cpp", "the prefix where aliyun-oss-cpp-sdk is installed");
        run(
                "C and C++ SDKs",
                "cpp",
                "start.cc",
                """
                #include <alibabacloud/oss/OssClient.h>
                #include <iostream>
                #include <sstream>
                using namespace AlibabaCloud::OSS;

                int main() {
                    InitializeSdk();
                    SNIPPET
                    std::cout << outcome.error().Message() << std::endl;
                    return outcome.isSuccess() ? 0 : 1;
                }
                """,
                "g++ -std=c++11 -fno-rtti start.cc -o start -I" + path + "/include -L" + path
                        + "/lib -lalibabacloud-oss-cpp-sdk -lcurl -lcrypto -lpthread && ./start");
    }

    @Test
    void runsCSdk() throws Exception {
        String path = client("c", "the prefix where aliyun-oss-c-sdk is installed");
        run(
                "C and C++ SDKs",
                "c",
                "start.c",
                """
                #include "oss_api.h"
                #include "aos_http_io.h"

                int main(void) {
                    aos_http_io_initialize(NULL, 0);
                    aos_pool_t *pool;
                    aos_pool_create(&pool, NULL);
                    SNIPPET
                    aos_string_t bucket, key;
                    aos_str_set(&bucket, "photos");
                    aos_str_set(&key, "cat.jpg");
                    aos_list_t body;
                    aos_list_init(&body);
                    aos_list_add_tail(&aos_buf_pack(pool, "hello", 5)->node, &body);
                    return oss_put_object_from_buffer(options, &bucket, &key, &body, NULL, NULL)->code != 200;
                }
                """,
                "gcc start.c -o start -I" + path + "/include/oss_c_sdk $(apr-1-config --includes --cppflags) -L" + path
                        + "/lib -loss_c_sdk $(apr-1-config --link-ld) -laprutil-1 -lcurl -lmxml && LD_LIBRARY_PATH="
                        + path
                        + "/lib ./start");
    }

    @Test
    void runsOssutil() throws Exception {
        String program = client("ossutil", "the program ossutil 1");
        run("ossutil", "sh", "start.sh", "ossutil() { " + program + " \"$@\"; }\nSNIPPET", "bash -e start.sh");
    }

    @Test
    void runsDockerRegistry() throws Exception {
        String program = client("registry", "the program of Docker Registry 2.8, with the driver oss");
        try (Emulator emulator = emulator()) {
            int port;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            String config = StartPage.snippets("Docker Registry", "yaml").get(0).replace(":5000", ":" + port);
            Files.writeString(directory.resolve("config.yml"), config);
            String command = StartPage.snippet("Docker Registry", "sh", emulator.endpoint());
            Process registry = new ProcessBuilder(
                            "bash", "-c", command.replace("registry serve", "exec " + program + " serve"))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            try {
                push("http://127.0.0.1:" + port, registry);
            } finally {
                registry.destroyForcibly().waitFor();
            }
        }
    }

    /** Uploads a blob as {@code docker push} does, and downloads it. */
    private static void push(String registry, Process process) throws Exception {
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        URI uploads = URI.create(registry + "/v2/app/blobs/uploads/");
        HttpResponse<String> started = null;
        while (started == null) {
            assertTrue(process.isAlive(), "the registry must run");
            try {
                started = http.send(
                        HttpRequest.newBuilder(uploads)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
            } catch (java.net.ConnectException e) {
                Thread.onSpinWait();
            }
        }
        String digest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        URI upload = URI.create(started.headers().firstValue("location").orElseThrow() + "&digest=" + digest);
        HttpRequest put = HttpRequest.newBuilder(upload)
                .PUT(HttpRequest.BodyPublishers.ofString("hello"))
                .build();
        assertEquals(201, http.send(put, HttpResponse.BodyHandlers.ofString()).statusCode());
        HttpRequest get = HttpRequest.newBuilder(URI.create(registry + "/v2/app/blobs/" + digest))
                .build();
        assertEquals(307, http.send(get, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
}
