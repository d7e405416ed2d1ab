using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>Keeps one connection for the mails of a handler and closes it when there are none for a while. Safe for any thread.</summary>
internal sealed class Mailer : IDisposable
{
    private const int EncryptedPort = 465;

    private readonly SmtpSettings _settings;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ITimer _idle;
    private MailClient? _client;

    public Mailer(SmtpSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _idle = time.CreateTimer(_ => _ = CloseIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Carries out the steps of one mail, alone and on a connection that is ready for it.</summary>
    public async ValueTask<T> UseAsync<T>(Func<MailClient, ValueTask<T>> steps, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        var client = _client;
        _client = null;
        try
        {
            if (client is null || !await IsThereAsync(client, cancellationToken).ConfigureAwait(false))
            {
                client?.Dispose();
                client = new MailClient();
                await OpenAsync(client, cancellationToken).ConfigureAwait(false);
            }

            var result = await steps(client).ConfigureAwait(false);
            _client = client;
            _idle.Change(_settings.IdleTimeout, Timeout.InfiniteTimeSpan);
            return result;
        }
        catch
        {
            // Nobody knows how far the conversation came: the next mail begins a new one.
            client?.Dispose();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _idle.Dispose();
        _ = CloseIdleAsync();
    }

    private SecureSocketOptions Security => _settings.Encryption switch
    {
        SmtpEncryption.Tls => SecureSocketOptions.SslOnConnect,
        SmtpEncryption.Starttls => SecureSocketOptions.StartTls,
        SmtpEncryption.None => SecureSocketOptions.None,
        _ => _settings.Port == EncryptedPort ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable,
    };

    private async ValueTask OpenAsync(MailClient client, CancellationToken cancellationToken)
    {
        if (_settings.NoVerify)
            client.ServerCertificateValidationCallback = static (_, _, _, _) => true;
        try
        {
            var connection = await BoundedReplies.ConnectAsync(_settings.Host, _settings.Port, cancellationToken).ConfigureAwait(false);
            await client.ConnectAsync(connection, _settings.Host, _settings.Port, Security, cancellationToken).ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            throw new MailRefusedException("offers no STARTTLS, which 'encryption: starttls' demands");
        }
        catch (SslHandshakeException) when (cancellationToken.IsCancellationRequested)
        {
            // It would pass for a certificate that nobody trusts, and the mail for one that can never go out.
            throw new OperationCanceledException(cancellationToken);
        }

        if (_settings.Username.Length > 0)
            await LogInAsync(client, cancellationToken).ConfigureAwait(false);

        // Names of hosts in Unicode would get no further than this server when the next one does not know them.
        client.Capabilities &= ~SmtpCapabilities.UTF8;
    }

    private async ValueTask LogInAsync(MailClient client, CancellationToken cancellationToken)
    {
        if (!client.IsSecure && _settings.Host is not ("localhost" or "127.0.0.1" or "::1"))
            throw new MailRefusedException("offers no encryption, and the password is not sent without; leave 'username' empty or use another port");
        try
        {
            await client.AuthenticateAsync(_settings.Username, _settings.Password, cancellationToken).ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            throw new MailRefusedException(
                client.AuthenticationMechanisms.Count == 0
                    ? "offers no login; leave 'username' empty if it needs none"
                    : $"offers no login by user and password, only by {string.Join(", ", client.AuthenticationMechanisms)}");
        }
    }

    // A server may hang up on who has been silent.
    private static async ValueTask<bool> IsThereAsync(MailClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.NoOpAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (IsGone(e))
        {
            return false;
        }
    }

    private async Task CloseIdleAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        using var client = _client;
        _client = null;
        _turn.Release();
        if (client is not null)
            await Farewell.SayAsync(limit => client.DisconnectAsync(quit: true, limit), IsGone, _time).ConfigureAwait(false);
    }

    private static bool IsGone(Exception problem) =>
        problem is IOException or ProtocolException or CommandException or ServiceNotConnectedException or ObjectDisposedException;
}
