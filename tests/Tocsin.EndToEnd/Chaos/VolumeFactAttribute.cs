namespace Tocsin.EndToEnd.Chaos;

/// <summary>A test that needs a disk of its own. Skipped with the reason where none can be mounted, which takes root; in CI it fails then.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VolumeFactAttribute : FactAttribute
{
    public VolumeFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
            Skip = SmallVolume.WhyNot;
    }
}
