using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Tocsin.Server.Http.Access;
using Tocsin.Server.Users;

namespace Tocsin.Server.Http.Users;

/// <summary>
/// <c>/tocsin/v1/session/oidc</c>: leads a browser to the provider, and takes it back with the cookie of somebody who signed in. The framework makes the
/// requests and judges the answers: a code with PKCE, state and nonce.
/// </summary>
internal sealed class OidcSignIn(OidcProvider? provider, SessionTable sessions)
{
    public const string Start = "/session/oidc";

    private const string Scheme = "oidc";
    private const string Callback = Start + "/callback";

    public void AddTo(IServiceCollection services)
    {
        if (provider is null)
            return;

        // A sign-in that is under way when the server ends is begun again.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, provider));
    }

    public void Map(WebApplication app, IEndpointRouteBuilder routes)
    {
        // Otherwise the host has all requests looked at by the framework, before anything else. The key is WebApplicationBuilder's own, read in ASP.NET Core
        // 10.0: were it gone, each request would be signed in by the scheme above, and every answer be an error.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        routes.MapGet(Start, BeginAsync);
        routes.MapGet(Callback, TakeBackAsync);
    }

    private void Configure(OpenIdConnectOptions options, OidcProvider used)
    {
        options.ConfigurationManager = used;
        options.Backchannel = used.Http;
        options.TimeProvider = used.Time;
        options.ClientId = used.Options.ClientId;
        options.ClientSecret = used.Options.ClientSecret.Length > 0 ? used.Options.ClientSecret : null;
        options.ResponseType = "code";
        options.ResponseMode = "query";
        options.UsePkce = true;
        options.DisableTelemetry = true;
        options.MapInboundClaims = false;
        options.CallbackPath = RouteTable.OwnBase + Callback;
        options.TokenValidationParameters = used.ParametersFor(used.Options.ClientId);
        options.Scope.Clear();
        foreach (var scope in used.Options.Scopes)
            options.Scope.Add(scope);
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);

        // The server has a cookie of its own.
        options.SignInScheme = "none";
        options.SaveTokens = true; // Until the sign-in is over, and nowhere but in memory.
        options.Events.OnTicketReceived = context => TakeAsync(context, used);
        options.Events.OnRemoteFailure = FailAsync;
    }

    private async Task BeginAsync(HttpContext context)
    {
        if (provider is null)
            throw ApiException.NotFound("there is no sign-in by OpenID Connect: oidc.issuer names the provider in the configuration");
        try
        {
            await context.ChallengeAsync(Scheme, new AuthenticationProperties { RedirectUri = BackTo(context.Request.Query["return"].ToString()) }).ConfigureAwait(false);
        }
        catch (OidcException problem)
        {
            throw new ApiException(StatusCodes.Status502BadGateway, problem.Message);
        }
    }

    private async Task TakeBackAsync(HttpContext context)
    {
        if (provider is null)
            throw ApiException.NotFound("there is no sign-in by OpenID Connect: oidc.issuer names the provider in the configuration");
        var handlers = context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        if (await handlers.GetHandlerAsync(context, Scheme).ConfigureAwait(false) is IAuthenticationRequestHandler handler)
            await handler.HandleRequestAsync().ConfigureAwait(false);
    }

    private async Task TakeAsync(TicketReceivedContext context, OidcProvider used)
    {
        string? problem = null;
        if ((context.Properties?.GetTokenValue("id_token") is { } token ? OidcClaims.Read(token, used.Options, out problem) : null) is not { } caller)
        {
            await ApiAnswer.ErrorAsync(context.HttpContext, StatusCodes.Status401Unauthorized, problem ?? "the provider does not say who signed in").ConfigureAwait(false);
        }
        else if (caller.Roles == Roles.None)
        {
            await ApiAnswer.ErrorAsync(context.HttpContext, StatusCodes.Status403Forbidden, OidcClaims.WhyNothing(caller, used.Options)).ConfigureAwait(false);
        }
        else
        {
            SessionCookie.Set(context.HttpContext, sessions.Begin(caller));
            context.Response.Redirect(BackTo(context.ReturnUri ?? ""));
        }

        context.HandleResponse();
    }

    private static async Task FailAsync(RemoteFailureContext context)
    {
        var why = context.Failure?.Message ?? "";
        await ApiAnswer.ErrorAsync(context.HttpContext, StatusCodes.Status401Unauthorized, why switch
        {
            _ when context.Failure is OidcException => why,
            _ when why.Contains("invalid_client", StringComparison.Ordinal) => $"the provider does not know this server: oidc.client-id and oidc.client-secret must be those it gave ({why})",
            _ when why.Contains("Correlation", StringComparison.Ordinal) => "the sign-in was begun by another browser, or too long ago: begin again",
            _ => $"the provider refused the sign-in, or what it answered is not accepted: {why}",
        }).ConfigureAwait(false);
        context.HandleResponse();
    }

    // A page of this server, and no other: browsers read a backslash as a slash.
    private static string BackTo(string path) => path is ['/', not ('/' or '\\'), ..] && !path.Any(char.IsControl) ? path : "/";
}
