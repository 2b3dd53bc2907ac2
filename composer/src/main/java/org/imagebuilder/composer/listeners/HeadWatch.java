package org.imagebuilder.composer.listeners;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches a connection for requests whose heads come too slowly, and ends it. Silence between
 * requests is somebody else's business, and so are bodies. Used on the connection's event loop
 * only.
 */
final class HeadWatch extends ChannelInboundHandlerAdapter {
  private final Duration timeout;

  /** From the end of a head to the end of the answer. */
  private boolean answering;

  /** Something came, and no head with it. */
  private boolean waiting;

  private @Nullable ScheduledFuture<?> end;

  HeadWatch(Duration timeout) {
    this.timeout = timeout;
  }

  void headCame() {
    answering = true;
    waiting = false;
    stop();
  }

  void answered() {
    answering = false;
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object bytes) {
    waiting = !answering;
    // A head that ends here is told of before this returns.
    connection.fireChannelRead(bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext connection) {
    connection.fireChannelReadComplete();
    if (waiting && end == null) {
      end =
          connection
              .executor()
              .schedule(() -> hangUp(connection), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext connection) {
    stop();
    connection.fireChannelInactive();
  }

  /** Nobody waits for the end. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void hangUp(ChannelHandlerContext connection) {
    connection.close();
  }

  private void stop() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
  }
}
