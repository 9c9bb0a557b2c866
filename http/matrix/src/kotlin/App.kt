// SPDX-License-Identifier: Apache-2.0
package app

import com.sun.net.httpserver.HttpServer
import io.github.ossv4.callback.Callback
import io.github.ossv4.callback.CallbackBody
import io.github.ossv4.callback.CallbackVariable
import io.github.ossv4.emulator.Emulator
import io.github.ossv4.http.Body
import io.github.ossv4.http.BucketClient
import io.github.ossv4.http.DownloadOptions
import io.github.ossv4.http.PutOptions
import io.github.ossv4.http.UploadOptions
import io.github.ossv4.sign.Credentials
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.file.Files
import kotlin.random.Random
import kotlin.system.exitProcess

fun main() {
    val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    server.createContext("/uploaded") { exchange ->
        exchange.requestBody.readAllBytes()
        val json = """{"Status":"OK"}""".toByteArray()
        exchange.responseHeaders["Content-Type"] = "application/json"
        exchange.sendResponseHeaders(200, json.size.toLong())
        exchange.responseBody.use { it.write(json) }
    }
    server.start()
    val port = server.address.port
    Emulator.builder().accessKey("id", "secret").callbackTarget(port).start().use { emulator ->
        BucketClient.builder(emulator.endpoint(), emulator.bucket())
            .region(emulator.region())
            .credentials(Credentials.of("id", "secret"))
            .build()
            .use { upload(it, "http://127.0.0.1:$port/uploaded") }
    }
    exitProcess(0)
}

private fun upload(bucket: BucketClient, callbackUrl: String) {
    val callback = Callback.builder(callbackUrl)
        .body(CallbackBody.json(CallbackVariable.BUCKET, CallbackVariable.OBJECT, CallbackVariable.SIZE))
        .build()
    val put = bucket.put(
        "my cat+猫.txt", Body.of("hello".toByteArray()), PutOptions.builder().callback(callback).build())
    check(put.isCrcChecked())
    println("put: CRC64 checked ${put.isCrcChecked()}, callback response ${put.callbackResponse()?.utf8()}")
    val source = Files.createTempFile("ossv4", ".bin")
    val target = source.resolveSibling("${source.fileName}.copy")
    try {
        val bytes = Random(1).nextBytes(300 * 1024 + 1)
        Files.write(source, bytes)
        val uploaded = bucket.upload("big.bin", source, UploadOptions.builder().partSize(100 * 1024).build())
        check(uploaded.isCrcChecked())
        println("multipart upload: CRC64 checked ${uploaded.isCrcChecked()}")
        bucket.download("big.bin", target, DownloadOptions.builder().build())
        check(bytes.contentEquals(Files.readAllBytes(target)))
        println("download: same bytes true")
    } finally {
        Files.deleteIfExists(source)
        Files.deleteIfExists(target)
    }
}
