using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Opentsdb;

/// <summary>Takes points as OpenTSDB does, lines and HTTP on one port.</summary>
internal sealed class OpentsdbInput : IInput
{
    private static readonly byte[] Version = "Tocsin, which takes points as OpenTSDB does\n"u8.ToArray();

    private readonly OpentsdbOptions _options;
    private readonly InputServices _services;
    private readonly InputCounts _counts;
    private readonly PointBuffer _buffer;
    private TcpHost? _host;

    private OpentsdbInput(OpentsdbOptions options, InputServices services, InputCounts counts)
    {
        (_options, _services, _counts) = (options, services, counts);
        _buffer = new PointBuffer(
            new BufferOptions(options.Database, options.RetentionPolicy, options.BatchSize, options.BatchPending, options.BatchTimeout), Precision.Nanosecond, services, counts);
    }

    public string Address => _host?.Address ?? "";

    /// <exception cref="InputException">The address cannot be listened on, or the certificate not used.</exception>
    public static async ValueTask<IInput> OpenAsync(OpentsdbOptions options, InputServices services, InputCounts counts)
    {
        var certificate = options.TlsEnabled ? ReadCertificate(options.Certificate) : null;
        var input = new OpentsdbInput(options, services, counts);
        try
        {
            var http = new OpentsdbHttp(services, counts, input._buffer);
            input._host = await TcpHost.OpenAsync(options.BindAddress, services, counts, input.ServeAsync, http.HandleAsync, certificate).ConfigureAwait(false);
            return input;
        }
        catch
        {
            await input.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync().ConfigureAwait(false);
        await _buffer.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(ConnectionContext connection, Func<Task> http)
    {
        if (await IsHttpAsync(connection).ConfigureAwait(false))
            await http().ConfigureAwait(false);
        else
            await ServeLinesAsync(connection).ConfigureAwait(false);
    }

    // Methods of HTTP are in capitals, commands of OpenTSDB are not.
    private static async Task<bool> IsHttpAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        using var closing = ConnectionLines.EndReadsWhenClosing(connection);
        var read = await input.ReadAsync().ConfigureAwait(false);
        var first = read.Buffer.FirstSpan;
        var isHttp = !first.IsEmpty && first[0] is >= (byte)'A' and <= (byte)'Z';
        input.AdvanceTo(read.Buffer.Start);
        return isHttp;
    }

    private Task ServeLinesAsync(ConnectionContext connection)
    {
        var lines = new LineProtocolWriter();
        return ConnectionLines.ReadAsync(connection, _services.MostLineBytes, _counts, async line =>
        {
            switch (CommandOf(line.Span))
            {
                case "":
                    return true;
                case "version":
                    await connection.Transport.Output.WriteAsync(Version, connection.ConnectionClosed).ConfigureAwait(false);
                    return true;
                case "exit" or "quit":
                    return false;
            }

            lines.Clear();
            if (OpentsdbPoint.WritePut(line.Span, lines) is { } problem)
                _counts.Refuse(problem, isLogged: _options.LogPointErrors);
            else
                await _buffer.AddAsync(lines.Written, lines.Lines, connection.ConnectionClosed).ConfigureAwait(false);
            return true;
        });
    }

    private static string CommandOf(ReadOnlySpan<byte> line)
    {
        var text = line.Trim(" \t"u8);
        return text.SequenceEqual("version"u8) ? "version" : text.SequenceEqual("exit"u8) ? "exit" : text.SequenceEqual("quit"u8) ? "quit" : text.IsEmpty ? "" : "other";
    }

    private static X509Certificate2 ReadCertificate(string file)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(file);
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"the certificate {file} cannot be used: {problem.Message}. Name a PEM file with a certificate and its key", problem);
        }
    }
}
