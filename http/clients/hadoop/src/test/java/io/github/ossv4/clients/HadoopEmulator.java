// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Runs the emulator while Hadoop's tests run, which read where it is from {@code auth-keys.xml} on the class path. */
public final class HadoopEmulator implements LauncherSessionListener {
    private Emulator emulator;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        try {
            emulator = Emulator.builder().acceptV1(true).start();
            String root = "oss://" + emulator.bucket() + "/";
            Map<String, String> settings = new TreeMap<>();
            settings.put("test.fs.oss.name", root);
            settings.put("fs.contract.test.fs.oss", root);
            settings.put("fs.oss.impl", "org.apache.hadoop.fs.aliyun.oss.AliyunOSSFileSystem");
            settings.put("fs.AbstractFileSystem.oss.impl", "org.apache.hadoop.fs.aliyun.oss.OSS");
            settings.put("fs.oss.fast.upload.buffer", "array");
            settings.put(
                    "hadoop.tmp.dir",
                    Path.of("target", "hadoop").toAbsolutePath().toString());
            settings.put("fs.oss.endpoint", emulator.endpoint());
            settings.put("fs.oss.region", emulator.region());
            settings.put("fs.oss.accessKeyId", emulator.accessKeyId());
            settings.put("fs.oss.accessKeySecret", emulator.accessKeySecret());
            settings.put("fs.oss.connection.secure.enabled", "false");
            if (System.getProperty("signature") != null) {
                settings.put("fs.oss.signatureversion", System.getProperty("signature"));
            }
            Files.writeString(
                    Path.of("target", "test-classes", "auth-keys.xml"),
                    settings.entrySet().stream()
                            .map(setting -> "<property><name>" + setting.getKey() + "</name><value>"
                                    + setting.getValue() + "</value></property>\n")
                            .collect(Collectors.joining("", "<configuration>\n", "</configuration>\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        emulator.close();
    }
}
