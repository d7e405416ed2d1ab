using System.Net.WebSockets;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Loading.Checks;
using Tocsin.Server.Lsp;

namespace Tocsin.Server.Http.Editing;

/// <summary><c>/tocsin/v1/lsp</c>: the language server on a WebSocket, for pages; each message is a text of its own.</summary>
internal sealed class LspApi(AlertEngine engine)
{
    private const int MostEditors = 100;
    private const int PartOfMemory = 4; // What comes and goes needs the rest.

    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(5);

    private readonly LspLanguage _language =
        new(() => engine.Extensions.Current, new LiveSchema(engine.Series), static _ => null, MachineFiles.Unknown, engine.Time) { Version = ServerVersion.Text };

    private readonly LspMemory _memory = new(engine.Limits.BytesInFlight / PartOfMemory, "a quarter of limits.bytes-in-flight allows");

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
            using var pipe = new SocketPipe(socket, _memory);
            using var end = new OpenEnd(context, engine.Time);
            using var stop = new CancellationTokenSource();
            var serving = new LspSession(pipe, _language, _memory).RunAsync(stop.Token);
            try
            {
                await serving.WaitAsync(end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (end.Token.IsCancellationRequested)
            {
                // The server stops, or the editor has gone or has to come again.
            }

            await CloseAsync(socket, end.IsTime ? $"an editor stays for {OpenEnd.Longest.TotalMinutes} minutes: connect again" : null).ConfigureAwait(false);

            // To give up reading breaks the connection off, and an editor that has not read why would never know.
            await ((Task)serving).WaitAsync(Goodbye, engine.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task CloseAsync(WebSocket socket, string? why)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var patience = new CancellationTokenSource(Goodbye, engine.Time);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, why, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // It is closed either way.
        }
    }
}
