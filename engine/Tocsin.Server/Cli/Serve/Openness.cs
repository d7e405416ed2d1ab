using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Server.Cli.Serve;

/// <summary>Judges who can reach a server that starts, and who is asked.</summary>
internal static class Openness
{
    /// <returns>What a person should know, empty when all is in order; and whether the status is to show it too.</returns>
    /// <exception cref="CliException">Other machines reach a server that asks nobody, and nobody said that it should be so.</exception>
    public static (string Warning, bool IsShown) Of(ServeSettings settings, ServerAccess access)
    {
        if (access.IsOn)
        {
            return access.Users.IsEmpty
                ? ($"callers must say who they are, and there is no user: 'tocsin users reset NAME --data {settings.DataFolder}' makes an administrator", false)
                : ("", false);
        }

        if (Peer.IsLoopback(settings.Address.Address))
            return ("", false);
        if (settings.Http.Auth == HttpAuth.Off)
            return ($"http.auth is off: whoever reaches {settings.Address} may do everything", false);
        if (settings.Config.IsOfPeer)
            return ($"whoever reaches {settings.Address} may do everything, as {Path.GetFileName(settings.ConfigPath)} says: add users with 'tocsin users add', or say auth = \"off\" in its section [http]", true);
        throw new CliException(
            $"other machines reach {settings.Address}, and there is no user: make an administrator with 'tocsin users reset NAME --data {settings.DataFolder}', "
            + "listen on 127.0.0.1, or let everybody do everything with --auth off or http: {auth: \"off\"} in the configuration");
    }
}
