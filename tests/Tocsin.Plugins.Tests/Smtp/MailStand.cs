using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tocsin.Plugins.Tests.Smtp;

/// <summary>Stands in for a mail server: keeps what is sent to it and answers as it is told.</summary>
internal sealed class MailStand : IAsyncDisposable
{
    private static readonly X509Certificate2 Certificate = MakeCertificate();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _quit = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _encryptedCommands = [];
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

    /// <summary>Whether connections are encrypted from their begin. Default false.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Whether the server takes connections and says nothing at all. Default false.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether the server closes the connection instead of encrypting it. Default false.</summary>
    public bool HangsUpBeforeEncryption { get; init; }

    /// <summary>Ends when the first connection is there.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Commands that came over an encrypted connection.</summary>
    public IReadOnlyList<string> EncryptedCommands => _encryptedCommands;

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
                _connected.TrySetResult();
                if (IsSilent)
                    await Task.Delay(Timeout.Infinite, _end.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        try
        {
            if (IsEncrypted)
                stream = await EncryptAsync(stream);
            await SayAsync(stream, "220 stand");
            while (!await TalkUntilEncryptedAsync(stream))
                stream = await EncryptAsync(stream);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The other side is gone, or does not trust the certificate.
        }
    }

    // True when the conversation is over; false when it goes on encrypted.
    private async Task<bool> TalkUntilEncryptedAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        while (await reader.ReadLineAsync(_end.Token) is { } command)
        {
            _commands.Add(command);
            if (stream is SslStream)
                _encryptedCommands.Add(command);
            if (command == "QUIT")
                _quit.TrySetResult();

            var reply = _answer(command) ?? Usual(command);
            if (reply == "hang up")
                return true;
            if (reply == "say nothing")
                continue;
            await SayAsync(stream, reply);
            if (reply.StartsWith("421", StringComparison.Ordinal))
                return true; // A server that says so closes the connection.
            if (command == "STARTTLS" && reply.StartsWith("220", StringComparison.Ordinal))
                return HangsUpBeforeEncryption;
            for (var asked = 0; command == "AUTH LOGIN" && reply.StartsWith("334", StringComparison.Ordinal) && asked < 2; asked++)
            {
                var given = await reader.ReadLineAsync(_end.Token) ?? "";
                _commands.Add(given);
                reply = _answer(given) ?? (asked == 0 ? "334 UGFzc3dvcmQ6" : "235 welcome");
                await SayAsync(stream, reply);
            }

            if (reply.StartsWith("354", StringComparison.Ordinal))
                await TakeMailAsync(reader, stream);
        }

        return true;
    }

    private static async Task<Stream> EncryptAsync(Stream stream)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(Certificate);
        return encrypted;
    }

    // Signed by itself, so that nobody has a reason to trust it.
    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private string Usual(string command) => command.Split(' ')[0] switch
    {
        "EHLO" => string.Join("\r\n", _offers.Prepend("stand").Select((o, i) => (i == _offers.Length ? "250 " : "250-") + o)),
        "DATA" => "354 go on",
        "STARTTLS" => "220 go on",
        "AUTH" => command == "AUTH LOGIN" ? "334 VXNlcm5hbWU6" : "235 welcome",
        _ => "250 ok",
    };

    private async Task TakeMailAsync(StreamReader reader, Stream stream)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_end.Token) is { } line && line != ".")
            mail.Append(line).Append("\r\n");
        _mails.Add(mail.ToString());
        await SayAsync(stream, _answer(".") ?? "250 queued");
    }

    private async Task SayAsync(Stream stream, string reply) => await stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), _end.Token);
}
