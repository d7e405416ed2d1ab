using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tocsin.Plugins.Tests.Smtp;

/// <summary>Stands in for a mail server: keeps what is sent to it and answers as it is told.</summary>
internal sealed class MailStand : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _quit = new();
    private readonly Func<string, string?> _answer;
    private readonly string[] _offers;
    private readonly List<string> _commands = [];
    private readonly List<string> _mails = [];
    private readonly Task _serving;

    /// <param name="answer">The reply to a command; null for the usual one.</param>
    /// <param name="offers">What EHLO says the server can do.</param>
    public MailStand(Func<string, string?>? answer = null, params string[] offers)
    {
        _answer = answer ?? (_ => null);
        _offers = offers;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections { get; private set; }

    public IReadOnlyList<string> Commands => _commands;

    /// <summary>The mails as they came, without the dot that ends them.</summary>
    public IReadOnlyList<string> Mails => _mails;

    /// <summary>Ends when somebody said QUIT.</summary>
    public Task Quit => _quit.Task;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Stop();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Connections++;
                await TalkAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            await SayAsync(stream, "220 stand");
            while (await reader.ReadLineAsync(_end.Token) is { } command)
            {
                _commands.Add(command);
                if (command == "QUIT")
                    _quit.TrySetResult();

                var reply = _answer(command) ?? Usual(command);
                if (reply == "hang up")
                    return;
                await SayAsync(stream, reply);
                if (reply.StartsWith("354", StringComparison.Ordinal))
                    await TakeMailAsync(reader, stream);
            }
        }
        catch (IOException)
        {
            // The other side is gone.
        }
    }

    private string Usual(string command) => command.Split(' ')[0] switch
    {
        "EHLO" => string.Join("\r\n", _offers.Prepend("stand").Select((o, i) => (i == _offers.Length ? "250 " : "250-") + o)),
        "DATA" => "354 go on",
        "AUTH" => "235 welcome",
        _ => "250 ok",
    };

    private async Task TakeMailAsync(StreamReader reader, NetworkStream stream)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_end.Token) is { } line && line != ".")
            mail.Append(line).Append("\r\n");
        _mails.Add(mail.ToString());
        await SayAsync(stream, _answer(".") ?? "250 queued");
    }

    private async Task SayAsync(NetworkStream stream, string reply) => await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), _end.Token);
}
