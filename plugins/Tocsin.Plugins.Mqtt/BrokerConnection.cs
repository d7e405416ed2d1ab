using MQTTnet;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Mqtt;

/// <summary>One connection to a broker, for all handlers that publish there: a broker takes a client's id once. Safe for any thread.</summary>
internal sealed class BrokerConnection(MqttSettings settings, Uri url, TimeProvider time) : IDisposable
{
    private readonly MqttClientFactory _factory = new();
    private readonly SemaphoreSlim _turn = new(1);
    private IMqttClient? _client;

    /// <summary>Publishes a message, on a connection that is made when there is none.</summary>
    /// <exception cref="BrokerRefusedException">The broker does not let us in.</exception>
    public async ValueTask<MqttClientPublishResult> PublishAsync(MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        var client = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await client.PublishAsync(message, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _ = CloseAsync();

    private async ValueTask<IMqttClient> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_client is { IsConnected: true } ready)
            return ready;

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_client is { IsConnected: true } meanwhile)
                return meanwhile;

            // Nobody knows how far the last one came: a new connection is a new client.
            _client?.Dispose();
            _client = null;
            var client = _factory.CreateMqttClient();
            try
            {
                var result = await client.ConnectAsync(BrokerOptions.Of(settings, url), cancellationToken).ConfigureAwait(false);
                if (result.ResultCode != MqttClientConnectResultCode.Success)
                    throw new BrokerRefusedException(result.ResultCode, result.ReasonString);
            }
            catch
            {
                client.Dispose();
                throw;
            }

            return _client = client;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CloseAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        using var client = _client;
        _client = null;
        _turn.Release();
        if (client is not null)
            await Farewell.SayAsync(limit => client.DisconnectAsync(new MqttClientDisconnectOptions(), limit), BrokerFailure.IsTrouble, time).ConfigureAwait(false);
    }
}
