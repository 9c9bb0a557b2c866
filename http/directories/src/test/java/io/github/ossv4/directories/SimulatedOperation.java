// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.CopyOptions;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.ListOptions;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.list.ListedObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The calls of a simulation, and how each is sent. */
enum SimulatedOperation {
    PUT(1) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket().put(call.key(), call.body(), putOptions(call).build());
        }
    },
    PUT_NEW(1) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket()
                    .put(
                            call.key(),
                            call.body(),
                            putOptions(call).forbidOverwrite(true).build());
        }
    },
    PUT_WITH_CALLBACK(1) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket()
                    .put(
                            call.key(),
                            call.body(),
                            putOptions(call).callback(CALLBACK).build());
        }
    },
    APPEND(1) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket()
                    .append(
                            call.key(),
                            call.appendPosition(),
                            call.body(),
                            PutOptions.builder().metadata("call", call.id()).build());
        }
    },
    UPLOAD(5) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.upload(uploadOptions(call));
        }
    },
    UPLOAD_NEW(5) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.upload(uploadOptions(call).forbidOverwrite(true));
        }
    },
    UPLOAD_WITH_CALLBACK(5) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.upload(uploadOptions(call).callback(CALLBACK));
        }
    },
    /** Uploads a stream of unknown length. */
    UPLOAD_STREAM(5) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket()
                    .upload(
                            call.key(),
                            new ByteArrayInputStream(call.content()),
                            uploadOptions(call).build())
                    .toCompletableFuture();
        }
    },
    UPLOAD_RESUMABLE(5) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.upload(uploadOptions(call).checkpoint(call.checkpoint()));
        }
    },
    DOWNLOAD(3) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return download(call, DownloadOptions.builder());
        }
    },
    DOWNLOAD_RESUMABLE(3) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return download(call, DownloadOptions.builder().checkpoint(call.checkpoint()));
        }
    },
    GET_TO_FILE(1) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket().download(call.key(), call.file(SimulatedCall.TARGET));
        }
    },
    GET_BYTES(1) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket().getBytes(call.key());
        }
    },
    COPY(1) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket()
                    .copy(
                            CopySource.of(call.key().equals("a") ? "b" : "a"),
                            call.key(),
                            CopyOptions.builder()
                                    .metadata("call", call.id())
                                    .replaceMetadata(true)
                                    .build());
        }
    },
    /** Of an object that CopyObject refuses: in parts, with the headers of the source. */
    COPY_LARGE(5) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket()
                    .copy(
                            CopySource.of(Simulation.LARGE_KEY),
                            call.key(),
                            CopyOptions.builder().tag("call", call.id()).build());
        }
    },
    DELETE(1) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket().delete(call.key());
        }
    },
    DELETE_ALL(1) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket().deleteAll(call.deletedKeys());
        }
    },
    LIST(5) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.bucket()
                    .list(
                            ListOptions.builder().maxKeys(2).build(),
                            page -> page.entries().stream()
                                    .map(ListedObject::key)
                                    .forEach(call.listed()::add));
        }
    },
    SYNC_UP(8) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.block(client -> new Directories(client, call.threads())
                    .syncToBucket(
                            call.tree().directory(), call.folder(), call.tree().options()));
        }
    },
    SYNC_DOWN(8) {
        @Override
        CompletableFuture<?> send(SimulatedCall call) {
            return call.block(client -> new Directories(client, call.threads())
                    .syncToDirectory(
                            call.folder(), call.tree().directory(), call.tree().options()));
        }
    };

    static final String CALLBACK_RESPONSE = "{\"ok\":1}";

    private static final Callback CALLBACK = Callback.builder("https://app.example.com/uploaded")
            .formBody("size=${size}")
            .build();

    private final int requests;

    SimulatedOperation(int requests) {
        this.requests = requests;
    }

    abstract CompletableFuture<?> send(SimulatedCall call) throws IOException;

    /** Returns about how many of its requests can have a fault. */
    int requests(SimulatedFault fault) {
        return switch (fault) {
            // The first request of an upload has no body.
            case REQUEST_DAMAGED -> this == COPY_LARGE || isSync() ? 1 : isUpload() ? requests - 1 : requests;
            case REPLACED_UNCONDITIONALLY -> this == COPY_LARGE || isSync() ? 1 : requests;
            case RESPONSE_CUT_THEN_REPLACED, APPEARED -> 1;
            case PARTS_DAMAGED -> 2;
            case RESPONSE_DAMAGED, REPLACED -> isSync() ? 1 : requests;
            default -> requests;
        };
    }

    /** Returns whether it is a call that blocks: the synchronization of a directory, with deletions. */
    boolean isSync() {
        return this == SYNC_UP || this == SYNC_DOWN;
    }

    private boolean isNew() {
        return name().endsWith("_NEW");
    }

    /** Returns whether it fails on most objects that exist. */
    boolean prefersNewKey() {
        return isNew() || this == APPEND;
    }

    boolean isUpload() {
        return name().startsWith("UPLOAD");
    }

    boolean readsObject() {
        return isDownload() || this == GET_TO_FILE || this == GET_BYTES;
    }

    boolean isCopy() {
        return this == COPY || this == COPY_LARGE;
    }

    boolean isDownload() {
        return name().startsWith("DOWNLOAD");
    }

    boolean hasCallback() {
        return name().endsWith("_WITH_CALLBACK");
    }

    boolean isResumable() {
        return name().endsWith("_RESUMABLE");
    }

    /** Returns whether it has the same effect if it is executed twice. */
    boolean isIdempotent() {
        return !hasCallback() && !isNew() && this != APPEND;
    }

    private static PutOptions.Builder putOptions(SimulatedCall call) {
        return PutOptions.builder().metadata("call", call.id());
    }

    private static UploadOptions.Builder uploadOptions(SimulatedCall call) {
        return UploadOptions.builder()
                .metadata("call", call.id())
                .partSize(SimulatedContent.PART)
                .threshold(0)
                .parallel(2)
                .progress(call::progress);
    }

    private static CompletableFuture<?> download(SimulatedCall call, DownloadOptions.Builder options) {
        return call.bucket()
                .download(
                        call.key(),
                        call.file(SimulatedCall.TARGET),
                        options.partSize(SimulatedContent.PART)
                                .progress(call::progress)
                                .build())
                .toCompletableFuture();
    }
}
