namespace Akka.Util;

public class Left<TA, TB> : Either<TA, TB>
{
    public Left(TA a) : base(a, default!) { }

    public override bool IsLeft => true;

    public override bool IsRight => false;

    public new TA Value => Left;
}
