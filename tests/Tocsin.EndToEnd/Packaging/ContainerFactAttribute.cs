namespace Tocsin.EndToEnd.Packaging;

/// <summary>
/// A test that makes the image of the server and runs it, which takes minutes, root and a Debian: done in CI and with <c>TOCSIN_LONG=1</c>. With
/// <c>TOCSIN_IMAGE=FILE</c> it runs the image that is in a file.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContainerFactAttribute : FactAttribute
{
    public ContainerFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            return;
        var isLeftOut = Given is null && LongForm.Of(1, 0) == 1;
        Skip = isLeftOut ? "it takes minutes: TOCSIN_LONG=1, or TOCSIN_IMAGE=FILE for an image that was made" : WhyNot;
    }

    /// <summary>The image that somebody made already; null for none.</summary>
    public static string? Given => Environment.GetEnvironmentVariable("TOCSIN_IMAGE");

    private static string? WhyNot =>
        InstalledPrograms.WhyNot("apt-get", "the image is made of packages of Debian or Ubuntu") ?? InstalledPrograms.WhyNot("unshare", "apt-get install util-linux") ?? SmallVolume.WhyNot;
}
