using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Tocsin.Plugins.Smtp;

/// <summary>A connection to a mail server that is ready for mails. For one mail at a time.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int EncryptedPort = 465;

    private readonly SmtpSettings _settings;
    private SmtpStream _stream;
    private bool _isEncrypted;
    private SmtpReply _greeting = new(0, []);

    private SmtpConnection(SmtpSettings settings, Stream stream)
    {
        _settings = settings;
        _stream = new SmtpStream(stream);
    }

    /// <summary>Connects, encrypts when the server can, and logs in when there is a user.</summary>
    /// <exception cref="SmtpException">The server refuses.</exception>
    /// <exception cref="IOException">The server cannot be reached or hangs up.</exception>
    public static async ValueTask<SmtpConnection> OpenAsync(SmtpSettings settings, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        SmtpConnection? connection = null;
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, cancellationToken).ConfigureAwait(false);
            connection = new SmtpConnection(settings, client.GetStream());
            await connection.StartAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);
            client.Dispose();
            throw;
        }
    }

    /// <summary>True when the server is still there; ends a mail that was begun.</summary>
    public async ValueTask<bool> TryResetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _stream.AskAsync("RSET", cancellationToken).ConfigureAwait(false)).IsGood;
        }
        catch (IOException)
        {
            // A server may hang up on who has been silent; the caller connects anew.
            return false;
        }
    }

    /// <summary>Names the sender of the next mail.</summary>
    public async ValueTask BeginMailAsync(string from, CancellationToken cancellationToken) =>
        Require(await _stream.AskAsync($"MAIL FROM:<{from}>", cancellationToken).ConfigureAwait(false), "takes no mail from " + from);

    /// <summary>Names one who gets the mail.</summary>
    public ValueTask<SmtpReply> AddRecipientAsync(string to, CancellationToken cancellationToken) =>
        _stream.AskAsync($"RCPT TO:<{to}>", cancellationToken);

    /// <summary>Sends the mail to those who were named.</summary>
    public async ValueTask<SmtpReply> SendMailAsync(string mail, CancellationToken cancellationToken)
    {
        Require(await _stream.AskAsync("DATA", cancellationToken).ConfigureAwait(false), "takes no mail now");

        // A line that is a dot ends the mail, so dots that begin a line are doubled.
        await _stream.SendAsync(mail.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + "\r\n.\r\n", cancellationToken).ConfigureAwait(false);
        var reply = await _stream.ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        Require(reply, "does not take the mail");
        return reply;
    }

    /// <summary>Says good-bye and closes the connection; the answer does not matter any more.</summary>
    public async ValueTask QuitAsync()
    {
        try
        {
            await _stream.SendAsync("QUIT\r\n", CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It is gone already, which is what was wanted.
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_settings.Encryption == SmtpEncryption.Tls || _settings is { Encryption: SmtpEncryption.Auto, Port: EncryptedPort })
            await EncryptAsync(cancellationToken).ConfigureAwait(false);
        Require(await _stream.ReadReplyAsync(cancellationToken).ConfigureAwait(false), "does not talk to us");
        await GreetAsync(cancellationToken).ConfigureAwait(false);
        if (_settings.Encryption == SmtpEncryption.Starttls && !Offers("STARTTLS"))
            throw new SmtpException("offers no STARTTLS, which 'encryption: starttls' demands", isPermanent: true);
        if (!_isEncrypted && _settings.Encryption != SmtpEncryption.None && Offers("STARTTLS"))
        {
            Require(await _stream.AskAsync("STARTTLS", cancellationToken).ConfigureAwait(false), "offers encryption but refuses it");
            await EncryptAsync(cancellationToken).ConfigureAwait(false);
            await GreetAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_settings.Username.Length > 0)
            await LogInAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask GreetAsync(CancellationToken cancellationToken)
    {
        _greeting = await _stream.AskAsync("EHLO localhost", cancellationToken).ConfigureAwait(false);
        if (_greeting.IsPermanent)
            _greeting = await _stream.AskAsync("HELO localhost", cancellationToken).ConfigureAwait(false);
        Require(_greeting, "does not greet us");
    }

    private async ValueTask EncryptAsync(CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(_stream.Inner);
        var options = new SslClientAuthenticationOptions { TargetHost = _settings.Host };
        if (_settings.NoVerify)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;

        // What came before encryption is forgotten: it could be anybody's.
        _stream = new SmtpStream(encrypted);
        await encrypted.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        _isEncrypted = true;
    }

    private async ValueTask LogInAsync(CancellationToken cancellationToken)
    {
        if (!_isEncrypted && _settings.Host is not ("localhost" or "127.0.0.1" or "::1"))
            throw new SmtpException("offers no encryption, and the password is not sent without; leave 'username' empty or use another port", isPermanent: true);

        SmtpReply reply;
        if (Offers("AUTH", "PLAIN"))
        {
            reply = await _stream.AskAsync("AUTH PLAIN " + Base64($"\0{_settings.Username}\0{_settings.Password}"), cancellationToken).ConfigureAwait(false);
        }
        else if (Offers("AUTH", "LOGIN"))
        {
            Require(await _stream.AskAsync("AUTH LOGIN", cancellationToken).ConfigureAwait(false), "refuses the login");
            Require(await _stream.AskAsync(Base64(_settings.Username), cancellationToken).ConfigureAwait(false), "refuses the username");
            reply = await _stream.AskAsync(Base64(_settings.Password), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            throw new SmtpException("offers no login by PLAIN or LOGIN; leave 'username' empty if it wants none", isPermanent: true);
        }

        Require(reply, $"refuses the login as '{_settings.Username}'");
    }

    private bool Offers(string extension, string? mechanism = null) => _greeting.Lines.Skip(1)
        .Select(line => line.Split([' ', '='], StringSplitOptions.RemoveEmptyEntries))
        .Any(words => words.Length > 0 && words[0].Equals(extension, StringComparison.OrdinalIgnoreCase) &&
            (mechanism is null || words.Contains(mechanism, StringComparer.OrdinalIgnoreCase)));

    private static void Require(SmtpReply reply, string otherwise)
    {
        if (!reply.IsGood)
            throw new SmtpException($"{otherwise}: {reply}", reply.IsPermanent);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
