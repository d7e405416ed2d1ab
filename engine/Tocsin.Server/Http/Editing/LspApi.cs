using System.Net.WebSockets;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Loading.Checks;
using Tocsin.Server.Lsp;

namespace Tocsin.Server.Http.Editing;

/// <summary><c>/tocsin/v1/lsp</c>: the language server on a WebSocket, for pages; each message is a text of its own.</summary>
internal sealed class LspApi(AlertEngine engine)
{
    private const int MostEditors = 100;

    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly LspLanguage _language =
        new(() => engine.Extensions.Current, new LiveSchema(engine.Series), static _ => null, MachineFiles.Unknown, engine.Time) { Version = ServerVersion.Text };

    private int _open;

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/lsp", ServeAsync);

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw ApiException.BadRequest("the language server speaks on a WebSocket: ask for one, or run 'tocsin lsp' for an editor that starts a program");
        if (Interlocked.Increment(ref _open) > MostEditors)
        {
            Interlocked.Decrement(ref _open);
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, $"{MostEditors} editors are open, which are the most: close some");
        }

        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
            using var pipe = new SocketPipe(socket);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            try
            {
                await new LspSession(pipe, _language).RunAsync(end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The server stops, or the editor has gone.
            }

            await CloseAsync(socket).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task CloseAsync(WebSocket socket)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var patience = new CancellationTokenSource(Goodbye, engine.Time);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It is closed either way.
        }
    }
}
