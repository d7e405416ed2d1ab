using System.Net;

namespace Tocsin.Server.Users;

/// <summary>What came of looking at credentials.</summary>
/// <param name="Caller">Who it is; null when that is not known.</param>
/// <param name="Problem">Why not; empty when it is known.</param>
/// <param name="Wait">How long to wait before asking again; zero when that would not help.</param>
internal readonly record struct SignIn(Caller? Caller, string Problem = "", TimeSpan Wait = default)
{
    public static SignIn Refused(string why) => new(null, why);

    /// <summary>The status to answer with.</summary>
    public HttpStatusCode Status => Caller is not null ? HttpStatusCode.OK : Wait > TimeSpan.Zero ? HttpStatusCode.TooManyRequests : HttpStatusCode.Unauthorized;
}
