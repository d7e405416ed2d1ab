using System.Net;
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
        var door = new Door(settings.Address, settings.Http, settings.Config.IsOfPeer ? settings.ConfigPath : null, settings.DataFolder);
        var judged = Of(door, access.IsOn, access.Users.IsEmpty && access.Provider is null);
        return judged.IsRefused ? throw new CliException(judged.Message) : (judged.Message, judged.IsShown);
    }

    /// <summary>The same for a server that does not run.</summary>
    /// <param name="isOn">Whether callers must say who they are.</param>
    /// <param name="isEmpty">Whether there are no users.</param>
    public static (string Message, bool IsShown, bool IsRefused) Of(Door door, bool isOn, bool isEmpty)
    {
        if (isOn)
        {
            return isEmpty
                ? ($"authentication is on and no users are defined: 'tocsin users reset NAME --data {door.DataFolder}' makes an administrator", false, false)
                : ("", false, false);
        }

        if (RemoteMachine.IsLoopback(door.Address.Address))
            return ("", false, false);
        if (door.Http.Auth == HttpAuth.Off)
            return ($"http.auth is off: anyone who can reach {door.Address} has full access", false, false);
        if (door.PeerConfig is { } config)
            return ($"anyone who can reach {door.Address} has full access, as {Path.GetFileName(config)} sets it: add users with 'tocsin users add', or say auth = \"off\" in its section [http]", true, false);
        return (
            $"{door.Address} is reachable from other machines and no users are defined: make an administrator with 'tocsin users reset NAME --data {door.DataFolder}', "
            + "listen on 127.0.0.1, or let everybody do everything with --auth off or http: {auth: \"off\"} in the configuration",
            false,
            true);
    }

    /// <param name="PeerConfig">The configuration when it is one of the peer, which means what it means there; null otherwise.</param>
    internal sealed record Door(IPEndPoint Address, HttpOptions Http, string? PeerConfig, string DataFolder);
}
