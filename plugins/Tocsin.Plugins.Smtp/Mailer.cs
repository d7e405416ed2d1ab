namespace Tocsin.Plugins.Smtp;

/// <summary>Keeps one connection for the mails of a handler and closes it when there are none for a while. Safe for any thread.</summary>
internal sealed class Mailer : IDisposable
{
    private readonly SmtpSettings _settings;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ITimer _idle;
    private SmtpConnection? _connection;

    public Mailer(SmtpSettings settings, TimeProvider time)
    {
        _settings = settings;
        _idle = time.CreateTimer(_ => _ = CloseIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Carries out the steps of one mail, alone and on a connection that is ready for it.</summary>
    public async ValueTask<T> UseAsync<T>(Func<SmtpConnection, ValueTask<T>> steps, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        var connection = _connection;
        _connection = null;
        try
        {
            connection = await ReadyAsync(connection, cancellationToken).ConfigureAwait(false);
            var result = await steps(connection).ConfigureAwait(false);
            _connection = connection;
            _idle.Change(_settings.IdleTimeout, Timeout.InfiniteTimeSpan);
            return result;
        }
        catch when (connection is not null)
        {
            // Nobody knows how far the conversation came: the next mail begins a new one.
            await connection.DisposeAsync().ConfigureAwait(false);
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

    private async ValueTask<SmtpConnection> ReadyAsync(SmtpConnection? kept, CancellationToken cancellationToken)
    {
        if (kept is not null)
        {
            if (await kept.TryResetAsync(cancellationToken).ConfigureAwait(false))
                return kept;
            await kept.DisposeAsync().ConfigureAwait(false);
        }

        return await SmtpConnection.OpenAsync(_settings, cancellationToken).ConfigureAwait(false);
    }

    private async Task CloseIdleAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_connection is { } connection)
                await connection.QuitAsync().ConfigureAwait(false);
            _connection = null;
        }
        finally
        {
            _turn.Release();
        }
    }
}
