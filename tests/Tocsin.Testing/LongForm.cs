namespace Tocsin.Testing;

/// <summary>
/// How much tests do that show more the longer they go on: few rounds each time, many with <c>TOCSIN_LONG=1</c> in the environment, as before a release.
/// </summary>
public static class LongForm
{
    private static readonly bool IsWanted = Environment.GetEnvironmentVariable("TOCSIN_LONG") == "1";

    /// <summary>One of two numbers.</summary>
    /// <param name="usual">What shows the mistake that the test is about.</param>
    /// <param name="many">What finds rarer ones.</param>
    public static int Of(int usual, int many) => IsWanted ? many : usual;
}
