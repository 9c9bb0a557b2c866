// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command that transfers files: the arguments by which it does each task, with its default parallelism. */
enum TransferCommand {
    OSSV4("ossv4") {
        @Override
        List<String> arguments(TransferTask task, Path directory) {
            String target = BUCKET + "ossv4";
            String here = directory.resolve("ossv4").toString();
            return switch (task.near()) {
                case SMALL_UP -> List.of("upload", small(directory), target);
                case SMALL_DOWN -> List.of("download", "-r", target, here);
                case SYNC -> List.of("sync", small(directory), target);
                case LARGE_UP -> List.of("upload", large(directory), target + ".large");
                case LARGE_DOWN -> List.of("download", target + ".large", here);
                default -> throw new IllegalArgumentException(task.title());
            };
        }
    },

    /** Version 1, whose default is signature V1. */
    OSSUTIL("ossutil") {
        @Override
        List<String> arguments(TransferTask task, Path directory) {
            String target = BUCKET + "ossutil";
            String here = directory.resolve("ossutil").toString();
            List<String> arguments = new ArrayList<>(
                    switch (task.near()) {
                        case SMALL_UP -> List.of("cp", "-r", small(directory), target + "/");
                        case SMALL_DOWN -> List.of("cp", "-r", target + "/", here + "/");
                        case SYNC -> List.of("sync", "-u", small(directory), target + "/");
                        case LARGE_UP -> List.of("cp", large(directory), target + ".large");
                        case LARGE_DOWN -> List.of("cp", target + ".large", here);
                        default -> throw new IllegalArgumentException(task.title());
                    });
            arguments.addAll(List.of("-f", "--endpoint", TransferBenchmark.ENDPOINT, "--region", "cn-hangzhou"));
            arguments.addAll(List.of("--sign-version", "v4", "-i", "id", "-k", "secret"));
            arguments.add("--checkpoint-dir=" + directory.resolve("checkpoints"));
            arguments.add("--output-dir=" + directory.resolve("output"));
            return arguments;
        }
    },

    /** Sends requests to presigned URLs and computes no checksum. */
    CURL("curl") {
        @Override
        List<String> arguments(TransferTask task, Path directory) {
            String config =
                    directory.resolve("config").resolve(task.near().name()).toString();
            return List.of("-sS", "--fail", "--create-dirs", "--parallel", "--parallel-max", "8", "--config", config);
        }

        @Override
        boolean can(TransferTask task) {
            return task != TransferTask.SYNC;
        }
    };

    private static final String BUCKET = "oss://examplebucket/";

    private final String title;

    TransferCommand(String title) {
        this.title = title;
    }

    /** Returns the arguments of the command for a task. */
    abstract List<String> arguments(TransferTask task, Path directory);

    boolean can(TransferTask task) {
        return true;
    }

    private static String small(Path directory) {
        return directory.resolve("small").toString();
    }

    private static String large(Path directory) {
        return directory.resolve("large").toString();
    }

    @Override
    public String toString() {
        return title;
    }
}
