using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Hosting;

/// <summary>
/// Counts the connections of each machine and closes those above a limit at once, so that one machine cannot take all there may be. Proxies, which bring
/// those of many, are not counted.
/// </summary>
/// <param name="most">How many a machine may have; 0 for any number.</param>
internal sealed partial class MachineConnections(int most, TrustedProxies proxies, ILogger log)
{
    private readonly ConcurrentDictionary<IPAddress, int> _counts = new();

    /// <summary>Stands before what else is done with a connection.</summary>
    public ConnectionDelegate Limit(ConnectionDelegate next) => connection =>
        most > 0 && connection.RemoteEndPoint is IPEndPoint { Address: var peer } && !proxies.Contains(peer) ? PassAsync(connection, next, RequestCredentials.NetworkOf(peer)) : next(connection);

    private async Task PassAsync(ConnectionContext connection, ConnectionDelegate next, IPAddress machine)
    {
        var count = _counts.AddOrUpdate(machine, 1, static (_, before) => before + 1);
        try
        {
            if (count <= most)
            {
                await next(connection).ConfigureAwait(false);
                return;
            }

            // Once for each time that the limit is reached.
            if (count == most + 1)
                Log.TooMany(log, machine, most);
            connection.Abort(new ConnectionAbortedException("too many connections of one machine"));
        }
        finally
        {
            if (_counts.AddOrUpdate(machine, 0, static (_, before) => before - 1) <= 0)
                _counts.TryRemove(new(machine, 0));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "a machine has as many connections as it may, more are closed: http.connections-per-machine sets the limit machine={Machine} most={Most}")]
        public static partial void TooMany(ILogger logger, IPAddress machine, int most);
    }
}
