using System.Globalization;
using System.Text;

namespace Tocsin.Plugins.Smtp;

/// <summary>The lines that go to and come from a mail server. For one command at a time.</summary>
internal sealed class SmtpStream(Stream stream) : IAsyncDisposable
{
    private const int LongestReply = 64 * 1024;

    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    public Stream Inner => stream;

    /// <summary>Sends a command and reads its reply.</summary>
    public async ValueTask<SmtpReply> AskAsync(string command, CancellationToken cancellationToken)
    {
        await SendAsync(command + "\r\n", cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask SendAsync(string text, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads all lines of one reply.</summary>
    /// <exception cref="IOException">The connection is lost or the other side speaks something else.</exception>
    public async ValueTask<SmtpReply> ReadReplyAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var size = 0;
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            size += line.Length;
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) || size > LongestReply)
                throw new IOException($"the other side is no mail server: it said '{(line.Length > 80 ? line[..80] : line)}'");

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-')
                return new SmtpReply(code, lines);
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
                if (_end == 0)
                    throw new IOException("the mail server closed the connection");
            }

            var rest = _buffer.AsSpan(_start.._end);
            var feed = rest.IndexOf((byte)'\n');
            var taken = feed < 0 ? rest : rest[..feed];
            line.Append(Encoding.Latin1.GetString(taken));
            _start += feed < 0 ? rest.Length : feed + 1;
            if (feed >= 0)
                return line.ToString().TrimEnd('\r');
            if (line.Length > LongestReply)
                throw new IOException("the other side is no mail server: its line has no end");
        }
    }
}
