using System.Net;
using Tocsin.Inputs.Intake;
using Tocsin.Server.Cli.Status;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Server.Cli.Care.Examinations;

/// <summary>Who is asked who they are, and who can listen in.</summary>
internal static class AccessExamination
{
    private const string Place = "http.auth";

    public static IEnumerable<Finding> Run(Examined server)
    {
        if (AddressOf(server.Plan.Listen) is not { } address)
            yield break;
        var plan = server.Plan;
        if (!server.IsRunning)
            yield return server.State.Users is null && server.State.IsThere ? new Finding(FindingLevel.Skipped, Place, "whether there are users was not seen") : Openness(server, address);
        if (!RemoteMachine.IsLoopback(address.Address) && !plan.Http.HttpsEnabled)
        {
            yield return new Finding(
                FindingLevel.Warning, $"http {plan.Listen}", "other machines reach it without TLS: passwords, tokens and alerts can be read on their way",
                "set http.https-enabled and http.https-certificate, or listen on 127.0.0.1 behind a proxy that has TLS");
        }
    }

    private static Finding Openness(Examined server, IPEndPoint address)
    {
        var (plan, users) = (server.Plan, server.State.Users ?? 0);
        var isOn = plan.Http.AsksWhoCalls() ?? (users > 0 || UserRegistry.IsMarked(server.Data));
        var door = new Serve.Openness.Door(address, plan.Http, plan.Config.IsOfPeer ? plan.ConfigPath : null, server.Data);
        var (message, _, isRefused) = Serve.Openness.Of(door, isOn, users == 0);
        return isRefused ? new Finding(FindingLevel.Error, Place, message)
            : message.Length > 0 ? new Finding(FindingLevel.Warning, Place, message)
            : new Finding(FindingLevel.Ok, Place, isOn ? $"{Amount.Of(users, "user")}; callers must authenticate" : "only this machine reaches the server; authentication is off");
    }

    private static IPEndPoint? AddressOf(string text)
    {
        try
        {
            return BindAddress.Parse(text);
        }
        catch (Exception problem) when (problem is FormatException or InputException)
        {
            return null; // Said of the address itself.
        }
    }
}
