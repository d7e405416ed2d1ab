using System.Globalization;
using System.Net;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Access;

/// <summary>Stands before every route: lets through who may, and writes down who changed what.</summary>
internal sealed class AccessGuard(ServerAccess access, AuditTrail audit, CallerRate rate)
{
    /// <summary>Who sent the request that is answered.</summary>
    public static Caller CallerOf(HttpContext context) => context.Features.Get<Caller>() ?? Caller.Anybody;

    /// <summary>
    /// True for who may have programs run, and secrets sent, on this machine: administrators; where nobody is asked who they are, those who sit at it.
    /// </summary>
    public static bool IsTrusted(HttpContext context) => CallerOf(context) is { IsKnown: true } caller ? caller.May(Roles.Admin) : RemoteMachine.IsThisMachine(context);

    /// <summary>True for a request that whoever likes may send, also where callers must say who they are.</summary>
    public static bool IsForStrangers(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Door>() is not { IsOpen: false };

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Door>() is not { IsOpen: false } door)
            return next(context);
        if (!access.IsOn)
            return PassAsync(context, next, door, Caller.Anybody);

        var credentials = RequestCredentials.Of(context.Request);
        var signIn = access.SignInAsync(credentials, RequestCredentials.MachineOf(context));
        return signIn.IsCompletedSuccessfully
            ? GoOnAsync(context, next, door, credentials.Kind, signIn.Result)
            : AwaitAsync(context, next, door, credentials.Kind, signIn.AsTask());
    }

    private async Task AwaitAsync(HttpContext context, RequestDelegate next, Door door, CredentialKind kind, Task<SignIn> signIn) =>
        await GoOnAsync(context, next, door, kind, await signIn.ConfigureAwait(false)).ConfigureAwait(false);

    private Task GoOnAsync(HttpContext context, RequestDelegate next, Door door, CredentialKind kind, SignIn signIn)
    {
        if (signIn.Caller is not { } caller)
            return RefuseAsync(context, signIn);
        if (!door.LetsThrough(caller))
            return RefuseAsync(context, HttpStatusCode.Forbidden, Explain(context, door, caller));
        if (kind == CredentialKind.Session && SessionCookie.MayBeForged(context.Request))
            return RefuseAsync(context, HttpStatusCode.Forbidden, "cross-site request refused: changes with the session cookie must come from this server's own pages");
        return PassAsync(context, next, door, caller);
    }

    private Task PassAsync(HttpContext context, RequestDelegate next, Door door, Caller caller)
    {
        if (rate.IsOn && rate.Take(caller.IsKnown ? caller.Name : RequestCredentials.MachineOf(context).ToString()) is { Ticks: > 0 } wait)
            return RefuseAsync(context, new SignIn(null, "too many requests in a second: wait, or raise http.requests-per-second in the configuration", wait));

        // Writes are many, change nothing that somebody defined, and need not know who wrote.
        if (door.Needed == Roles.Write)
            return next(context);
        if (caller.IsKnown)
            context.Features.Set(caller);
        if (door.Needed is not null && RequestKind.Changes(context.Request))
            Record(context, caller);
        return next(context);
    }

    // Before the answer leaves, so that whoever has it finds what they did written down.
    private void Record(HttpContext context, Caller caller)
    {
        var path = ApiPath.Shown(context.Request.Path.Value ?? "");
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode < StatusCodes.Status400BadRequest)
                audit.Add(caller.Name, RemoteMachine.AddressOf(context), context.Request.Method, AuditSubject.Of(context, path));
            return Task.CompletedTask;
        });
    }

    private static string Explain(HttpContext context, Door door, Caller caller) =>
        $"{(caller.User is null ? "" : "user ")}{caller.Name} lacks the role {string.Join(", ", RoleNames.Of(door.Needed ?? Roles.None))} that {context.Request.Method} {context.Request.Path} requires "
        + $"(has: {string.Join(", ", RoleNames.Of(caller.Roles))})";

    private static Task RefuseAsync(HttpContext context, SignIn signIn)
    {
        if (signIn.Wait > TimeSpan.Zero)
            context.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(signIn.Wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return RefuseAsync(context, signIn.Status, signIn.Problem);
    }

    // On one line, as the peer says it.
    private static Task RefuseAsync(HttpContext context, HttpStatusCode status, string why) => ApiAnswer.LineAsync(
        context,
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("error", why);
            writer.WriteEndObject();
        },
        (int)status);
}
