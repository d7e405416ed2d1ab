namespace Tocsin.Pipelines.Processing;

/// <summary>Who a server is.</summary>
/// <param name="Hostname">As configured.</param>
/// <param name="ClusterId">A UUID that the servers of a cluster share.</param>
/// <param name="ServerId">A UUID of this server, made when its data folder was.</param>
public sealed record ServerIdentity(string Hostname, string ClusterId, string ServerId)
{
    private const int MostBytes = 1024;

    /// <summary>
    /// Who the server of a data folder is. One that holds the files <c>cluster.id</c> and <c>server.id</c> of Kapacitor goes on as the server that made them: its
    /// subscriptions in InfluxDB are this one's.
    /// </summary>
    /// <param name="hostname">As configured.</param>
    /// <param name="folder">The data folder; null for none.</param>
    /// <param name="own">The id of a folder without these files.</param>
    public static ServerIdentity Read(string hostname, string? folder, string own) => new(hostname, IdIn(folder, "cluster.id") ?? own, IdIn(folder, "server.id") ?? own);

    private static string? IdIn(string? folder, string file)
    {
        try
        {
            var path = folder is null ? "" : Path.Combine(folder, file);
            return path.Length > 0 && File.Exists(path) && new FileInfo(path).Length <= MostBytes && Guid.TryParse(File.ReadAllText(path).Trim(), out var id) ? id.ToString() : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
