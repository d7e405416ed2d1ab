using System.Net;

namespace Tocsin.Influx.Connections;

/// <summary>An answer of which the headers are read. Its body is read within the limits of the connection.</summary>
internal sealed class InfluxReply(InfluxAddress address, HttpResponseMessage response, SilenceLimit silence) : IDisposable
{
    private Stream? _body;

    /// <summary>Who answered, for people.</summary>
    public string From => address.Shown;

    public HttpStatusCode Status => response.StatusCode;

    /// <summary>Bytes of the body read so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>A header, or empty.</summary>
    public string Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : "";

    /// <summary>The next bytes of the body; 0 at its end.</summary>
    /// <exception cref="InfluxException">The connection broke, or was silent for too long.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            _body ??= await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            var count = await _body.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            silence.Heard();
            BytesRead += count;
            return count;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw silence.Explain(problem, address);
        }
    }

    /// <summary>Reads the body to its end and lets go of it, so that the connection is used again.</summary>
    public async Task SkipAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        while (BytesRead < 64 * 1024 && await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
            // What stands there is of no interest.
        }
    }

    public void Dispose()
    {
        response.Dispose();
        silence.Dispose();
    }
}
