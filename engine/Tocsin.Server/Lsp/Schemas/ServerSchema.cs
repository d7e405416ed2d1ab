using System.Text;
using Tocsin.Dsl.Data.Schemas;

namespace Tocsin.Server.Lsp.Schemas;

/// <summary>Asks a server. One that does not answer is not asked again for a while; who writes never waits long.</summary>
internal sealed class ServerSchema(HttpClient http, TimeProvider time) : ISchemaSource
{
    private const int LongestAnswer = 8 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private DateTimeOffset _askAgain;

    public string Name => http.BaseAddress?.ToString() ?? "";

    public async ValueTask<DataSchema?> FindAsync(string prefix, int limit, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < _askAgain)
            return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), patience, Patience, Timeout.InfiniteTimeSpan); // Made with the source.
        try
        {
            using var answer = await http.GetAsync($"/tocsin/v1/schema?prefix={Uri.EscapeDataString(prefix)}&limit={limit}", HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength > LongestAnswer)
                return Resting();
            var bytes = await answer.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false);
            return bytes.Length > LongestAnswer ? Resting() : SchemaJson.Read(Encoding.UTF8.GetString(bytes));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or FormatException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Resting();
        }
    }

    private DataSchema? Resting()
    {
        _askAgain = time.GetUtcNow() + Rest;
        return null;
    }
}
