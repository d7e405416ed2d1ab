using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Storage;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin backup FILE</c>: fetches a copy of the server's state.</summary>
internal sealed class BackupCommand : ClientCommand
{
    private readonly Argument<string> _file;
    private readonly Option<bool> _json;

    public BackupCommand(Terminal terminal, ServerChoice server)
        : base("backup", "Write a copy of the server's state to a file while the server keeps running.", terminal, server)
    {
        _file = Argument<string>("file", "The file; what it held is replaced when all of the copy is there.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin backup /var/backups/tocsin.db"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(arguments.GetRequiredValue(_file));
        if (Path.GetDirectoryName(file) is { } folder && !Directory.Exists(folder))
            throw new CliException($"there is no folder {folder}: make it, or name another file");
        var unfinished = file + ".part";
        using var reply = await api.OpenAsync(ApiClient.PathOf("storage", "backup"), "application/octet-stream", cancellationToken).ConfigureAwait(false);
        try
        {
            // It holds the secrets of all handlers.
            var output = PrivateFile.Open(unfinished, FileMode.Create, FileAccess.Write, FileShare.None);
            await using (output.ConfigureAwait(false))
            {
                await reply.Content.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
                if (reply.Content.Headers.ContentLength is { } length && output.Length != length)
                    throw new CliException($"the copy has {output.Length} of {length} bytes: the server or the connection broke off, ask again");
            }

            File.Move(unfinished, file, overwrite: true);
        }
        catch (HttpRequestException problem)
        {
            throw new CliException($"the copy broke off: {problem.Message}");
        }
        finally
        {
            File.Delete(unfinished);
        }

        if (arguments.GetValue(_json))
            await WriteJsonAsync(new JsonObject { ["file"] = file, ["bytes"] = new FileInfo(file).Length }).ConfigureAwait(false);
    }
}
