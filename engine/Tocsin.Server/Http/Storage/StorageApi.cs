using System.Net.Mime;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Storage;

/// <summary><c>/storage</c>: a copy of the state while the server runs, and the order of its parts.</summary>
/// <param name="isForAll">Whether other machines get copies, which hold secrets.</param>
internal sealed class StorageApi(AlertEngine engine, bool isForAll)
{
    private const int Piece = 64 * 1024;

    private readonly SemaphoreSlim _one = new(1);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/storage/backup", BackUpAsync);
        routes.MapGet("/storage/stores", ListAsync);
        routes.MapPost("/storage/stores/{name}", ActAsync);
    }

    private async Task BackUpAsync(HttpContext context)
    {
        if (!isForAll && !AccessGuard.IsTrusted(context))
        {
            throw new ApiException(
                StatusCodes.Status403Forbidden,
                "a backup holds the secrets of all handlers: ask for it as an administrator or on the server's own machine, or set http.remote-backups: true in the configuration");
        }

        if (!await _one.WaitAsync(0).ConfigureAwait(false))
            throw new ApiException(StatusCodes.Status409Conflict, "another backup is being made: ask again when it is done");
        try
        {
            await SendCopyAsync(context).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task SendCopyAsync(HttpContext context)
    {
        var path = Path.Combine(engine.StorageStatus.Folder, "backup.tmp");
        File.Delete(path); // A server that died while it made one.
        await Task.Run(() => engine.Store.CopyTo(path)).ConfigureAwait(false);
        var options = new FileStreamOptions { Access = FileAccess.Read, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        var copy = new FileStream(path, options);
        await using (copy.ConfigureAwait(false))
        {
            context.Response.ContentType = MediaTypeNames.Application.Octet;
            context.Response.Headers.ContentDisposition = "attachment; filename=\"tocsin.db\"";
            context.Response.ContentLength = copy.Length;
            await copy.CopyToAsync(context.Response.Body, Piece, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static Task ListAsync(HttpContext context) => ApiAnswer.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("link");
        ApiLink.Write(writer, $"{RouteTable.Base}/storage/stores");
        writer.WriteStartArray("storage");
        foreach (var name in StoreParts.All)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("link");
            ApiLink.Write(writer, $"{RouteTable.Base}/storage/stores/{name}");
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private async Task ActAsync(HttpContext context, string name)
    {
        if (!StoreParts.All.Contains(name))
            throw ApiException.NotFound($"unknown storage \"{name}\": choose {string.Join(", ", StoreParts.All)}");
        using var document = await ApiBody.ReadAsync(context, "failed to unmarshal storage action").ConfigureAwait(false);
        var action = ApiBody.Text(document.RootElement, "action");
        if (action != "rebuild")
            throw ApiException.BadRequest($"unknown storage action \"{action}\": there is 'rebuild'");
        await engine.Store.RebuildAsync(name).ConfigureAwait(false);
        ApiAnswer.Empty(context);
    }
}
