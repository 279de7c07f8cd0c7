<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>The store could not be read</source>
        <translation>저장소를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>아직 실행이 없습니다</translation>
    </message>
    <message>
        <source>Start the experiment that is open in Design, here or with espalier-cli on the same store: it appears and moves live.</source>
        <translation>설계에 열린 실험을 여기서, 또는 같은 저장소에서 espalier-cli 로 시작하세요. 바로 나타나 실시간으로 움직입니다.</translation>
    </message>
    <message>
        <source>Run %1 could not be read</source>
        <translation>실행 %1 을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Reading run %1</source>
        <translation>실행 %1 읽는 중</translation>
    </message>
    <message>
        <source>Run %1 failed</source>
        <translation>실행 %1 실패</translation>
    </message>
    <message>
        <source>Run %1 waits for the one before it</source>
        <translation>실행 %1: 앞의 실행을 기다리는 중</translation>
    </message>
    <message>
        <source>Run %1 gets ready</source>
        <translation>실행 %1 준비 중</translation>
    </message>
</context>
<context>
    <name>Autopsy</name>
    <message>
        <source>The learning rate in force was {value}: below zero, the optimizer climbs the loss</source>
        <translation>적용된 학습률(LR)이 {value} 입니다: 0보다 작으면 옵티마이저가 손실을 키웁니다</translation>
    </message>
    <message>
        <source>It had been below zero for {value} steps</source>
        <translation>{value}스텝 동안 0보다 작았습니다</translation>
    </message>
    <message>
        <source>{place} stood at {reference} when the rate fell below zero and at {value} in the end</source>
        <translation>{place} 값은 학습률이 0 아래로 내려갈 때 {reference}, 마지막에 {value}</translation>
    </message>
    <message>
        <source>The learning rate, {value}, stood at its highest of {reference}</source>
        <translation>학습률 {value}: 최고값 {reference} 에 있었습니다</translation>
    </message>
    <message>
        <source>The learning rate went up to {value} from {reference}, under which all had been well</source>
        <translation>학습률이 {reference} 에서 {value} 로 올랐습니다. 오르기 전에는 문제가 없었습니다</translation>
    </message>
    <message>
        <source>At a rate of {value} one step of Adam moves every number by about as much; weights are mostly below {reference}</source>
        <translation>학습률 {value} 에서 Adam의 한 스텝은 모든 수를 그만큼 움직입니다. 가중치는 대부분 {reference} 미만입니다</translation>
    </message>
    <message>
        <source>A rate of {reference} had done no harm; {value} was in force</source>
        <translation>학습률 {reference} 에서도 문제가 없었습니다. 적용된 값은 {value}</translation>
    </message>
    <message>
        <source>One update moved {place} by {value} of its own size; {reference} is usual</source>
        <translation>업데이트 한 번이 {place} 을(를) 자기 크기의 {value} 만큼 움직였습니다. 보통은 {reference}</translation>
    </message>
    <message>
        <source>No update moved a tensor by more than {value} of its own size</source>
        <translation>어떤 업데이트도 텐서를 자기 크기의 {value} 넘게 움직이지 않았습니다</translation>
    </message>
    <message>
        <source>{place} went from {reference} to {value} within a few steps</source>
        <translation>{place}: 몇 스텝 만에 {reference} 에서 {value} 로</translation>
    </message>
    <message>
        <source>It happened {value} steps after the start</source>
        <translation>시작하고 {value}스텝 만에 일어났습니다</translation>
    </message>
    <message>
        <source>The first step was taken at {value} of the full learning rate</source>
        <translation>첫 스텝의 학습률이 최대 학습률의 {value} 였습니다</translation>
    </message>
    <message>
        <source>{value} pixels of the batch are not finite</source>
        <translation>배치의 픽셀 {value}개가 유한하지 않습니다</translation>
    </message>
    <message>
        <source>Pixels of the batch reach {value}; {reference} is the most they may</source>
        <translation>배치의 픽셀이 {value} 에 이릅니다. 허용되는 최댓값은 {reference}</translation>
    </message>
    <message>
        <source>All pixels of the batch lie between 0 and 1</source>
        <translation>배치의 모든 픽셀이 0과 1 사이에 있습니다</translation>
    </message>
    <message>
        <source>{value} boxes of the batch are empty, not finite or outside of their image</source>
        <translation>배치의 박스 {value}개가 비었거나 유한하지 않거나 이미지 밖에 있습니다</translation>
    </message>
    <message>
        <source>The batch holds no box in {value} images</source>
        <translation>배치의 이미지 {value}장에 박스가 하나도 없습니다</translation>
    </message>
    <message>
        <source>{value} of {reference} images of the batch are one even colour</source>
        <translation>배치의 이미지 {reference}장 가운데 {value}장이 한 가지 색뿐입니다</translation>
    </message>
    <message>
        <source>With the last healthy weights the same batch gives {place} {value}; {reference} was usual</source>
        <translation>마지막 정상 가중치에서 같은 배치의 {place} 값은 {value}. 보통은 {reference}</translation>
    </message>
    <message>
        <source>With the last healthy weights the same batch gives {place} {value}, against {reference} as usual</source>
        <translation>마지막 정상 가중치에서 같은 배치의 {place} 값은 {value}, 평소 {reference} 와 비교됩니다</translation>
    </message>
    <message>
        <source>{value} of the batch&apos;s boxes get the highest logit from their own class; guessing gives {reference}</source>
        <translation>배치의 박스 가운데 {value} 만 자기 클래스에서 가장 높은 로짓(logit)을 받습니다. 찍으면 {reference}</translation>
    </message>
    <message>
        <source>{place} is {value} of the loss; when all was well it was {reference}</source>
        <translation>손실의 {value} 이(가) {place} 입니다. 정상일 때는 {reference}</translation>
    </message>
    <message>
        <source>{place} rose to {value} from {reference}</source>
        <translation>{place}: {reference} 에서 {value} 로 올랐습니다</translation>
    </message>
    <message>
        <source>{place} stayed at {value}, against {reference} when all was well</source>
        <translation>{place}: {value} 에 머물렀습니다. 정상일 때는 {reference}</translation>
    </message>
    <message>
        <source>{place} became {value}; before it was {reference}</source>
        <translation>{place}: {value} 이(가) 되었습니다. 그 전에는 {reference}</translation>
    </message>
    <message>
        <source>{place} did not change for {value} steps</source>
        <translation>{place}: {value}스텝 동안 바뀌지 않았습니다</translation>
    </message>
    <message>
        <source>The gradient norm was {value}: nothing is learnt</source>
        <translation>기울기 노름(gradient norm)이 {value} 입니다: 아무것도 학습되지 않습니다</translation>
    </message>
    <message>
        <source>The gradient norm of {place} rose to {value} from {reference}</source>
        <translation>{place} 의 기울기 노름이 {reference} 에서 {value} 로 올랐습니다</translation>
    </message>
    <message>
        <source>The gradient norm rose {value} steps before the loss did</source>
        <translation>기울기 노름이 손실보다 {value}스텝 먼저 올랐습니다</translation>
    </message>
    <message>
        <source>{place} was the first module whose output went bad: {value}, against {reference} when all was well</source>
        <translation>출력이 처음으로 나빠진 모듈은 {place}: {value}, 정상일 때는 {reference}</translation>
    </message>
    <message>
        <source>{place} was the first module on the way back whose gradient went bad: {value}, against {reference} when all was well</source>
        <translation>역전파에서 기울기가 처음으로 나빠진 모듈은 {place}: {value}, 정상일 때는 {reference}</translation>
    </message>
    <message>
        <source>The weights of {place} have become {value} times what they were at the run&apos;s start; no other module&apos;s did</source>
        <translation>{place} 가중치가 실행 시작 때의 {value}배가 되었습니다. 다른 모듈은 그렇지 않습니다</translation>
    </message>
    <message>
        <source>With the last healthy weights of {place} alone put back, the loss of this batch is {value} instead of {reference}</source>
        <translation>{place} 가중치만 마지막 정상 상태로 되돌리면 이 배치(batch)의 손실은 {reference} 대신 {value}입니다</translation>
    </message>
    <message>
        <source>No single part of the network heals this batch when it is put back: the best leaves a loss of {value}, against {reference}</source>
        <translation>한 부분만 되돌려서는 이 배치(batch)가 회복되지 않습니다: 가장 나은 경우에도 손실 {value}, 지금은 {reference}</translation>
    </message>
    <message>
        <source>At {place} the squares of gradients of {value} are too small to be held: Adam divides by epsilon alone</source>
        <translation>{place} 기울기(gradient) {value}의 제곱이 너무 작아 담기지 않습니다: Adam이 epsilon만으로 나눕니다</translation>
    </message>
    <message>
        <source>No module ahead of {place} gave more than {value} times what it gave when all was well</source>
        <translation>{place} 앞의 어떤 모듈도 정상일 때의 {value}배를 넘지 않았습니다</translation>
    </message>
    <message>
        <source>{value} of {reference} modules went bad together</source>
        <translation>모듈 {reference}개 가운데 {value}개가 함께 나빠졌습니다</translation>
    </message>
    <message>
        <source>{place} trains, and a norm with frozen statistics stands behind it: nothing bounds the logits</source>
        <translation>{place} 이(가) 학습되고 그 뒤에 통계가 동결된 정규화(norm)가 있습니다: 로짓을 묶어 두는 것이 없습니다</translation>
    </message>
    <message>
        <source>{place} gave {value}; when all was well {reference}</source>
        <translation>{place} 의 출력은 {value}, 정상일 때는 {reference}</translation>
    </message>
    <message>
        <source>{place} gave {value}; half precision ends at {reference}</source>
        <translation>{place} 의 출력은 {value}. 반정밀도(half precision)의 한계는 {reference}</translation>
    </message>
    <message>
        <source>The loss scale fell to {value} from {reference}</source>
        <translation>손실 배율(loss scale)이 {reference} 에서 {value} 로 떨어졌습니다</translation>
    </message>
    <message>
        <source>Nothing came near what half precision holds: at most {value} of {reference}</source>
        <translation>반정밀도의 한계에 가까운 값이 없었습니다: 최대 {value}, 한계 {reference}</translation>
    </message>
    <message>
        <source>At {place} the adapter has grown to {value} of the weight; the weight itself moved by {reference}</source>
        <translation>{place}: 어댑터가 가중치의 {value} 까지 커졌습니다. 가중치 자신은 {reference} 만큼 움직였습니다</translation>
    </message>
    <message>
        <source>At {place} the adapter and the weight beside it pull against each other: cosine {value}</source>
        <translation>{place}: 어댑터와 옆의 가중치가 서로 반대로 당깁니다. 코사인 {value}</translation>
    </message>
    <message>
        <source>At {place} the adapter and the weight beside it push the same way: cosine {value}, so each step counts twice</source>
        <translation>{place}: 어댑터와 옆의 가중치가 같은 쪽으로 밉니다. 코사인 {value}, 스텝마다 두 번 움직이는 셈입니다</translation>
    </message>
    <message>
        <source>At {place} the squared gradient is {value} times what Adam believes</source>
        <translation>{place}: 기울기 제곱이 Adam이 믿는 값의 {value}배입니다</translation>
    </message>
    <message>
        <source>It took {value} steps from the first warning</source>
        <translation>첫 경고에서 {value}스텝 걸렸습니다</translation>
    </message>
    <message>
        <source>Nothing was out of place {value} steps earlier</source>
        <translation>{value}스텝 전에는 아무 이상이 없었습니다</translation>
    </message>
    <message>
        <source>{value} warnings came before</source>
        <translation>그 전에 경고가 {value}번 있었습니다</translation>
    </message>
    <message>
        <source>The statistics of {place} stand {value} deviations from the pretrained ones; {reference} is much</source>
        <translation>{place} 의 통계가 사전 학습 값에서 표준편차의 {value}배만큼 벗어났습니다. {reference}배면 큽니다</translation>
    </message>
    <message>
        <source>No BatchNorm is further than {value} deviations from its pretrained statistics</source>
        <translation>사전 학습 통계에서 표준편차의 {value}배 넘게 벗어난 BatchNorm이 없습니다</translation>
    </message>
    <message>
        <source>A learning rate below zero: the schedule ended before the run did, and the optimizer climbed the loss</source>
        <translation>0보다 작은 학습률(LR): 스케줄이 실행보다 먼저 끝나 옵티마이저가 손실을 키웠습니다</translation>
    </message>
    <message>
        <source>The learning rate is too high for what trains</source>
        <translation>학습 대상에 비해 학습률(LR)이 너무 높습니다</translation>
    </message>
    <message>
        <source>The first steps were taken at full learning rate, before Adam knew its gradients</source>
        <translation>Adam이 기울기를 알기 전에 첫 스텝들을 최대 학습률로 밟았습니다</translation>
    </message>
    <message>
        <source>This batch: healthy weights cannot digest it either</source>
        <translation>이 배치가 문제입니다: 정상 가중치도 소화하지 못합니다</translation>
    </message>
    <message>
        <source>The class branch trains ahead of a norm with frozen statistics: its logits have no ceiling</source>
        <translation>통계가 동결된 정규화(norm) 앞에서 클래스 가지가 학습됩니다: 로짓에 상한이 없습니다</translation>
    </message>
    <message>
        <source>Numbers grew beyond what half precision holds</source>
        <translation>수가 반정밀도(half precision)의 한계를 넘었습니다</translation>
    </message>
    <message>
        <source>An adapter and the unfrozen weight beside it act on the same output</source>
        <translation>어댑터와 옆의 동결 해제된 가중치가 같은 출력에 작용합니다</translation>
    </message>
    <message>
        <source>Adam&apos;s second moment lags behind the gradients, so its steps are too long</source>
        <translation>Adam의 2차 모멘트가 기울기를 따라가지 못해 스텝이 너무 깁니다</translation>
    </message>
    <message>
        <source>Labels that contradict what was learnt: classes of this batch or of its prompts are mixed up</source>
        <translation>학습한 것과 어긋나는 라벨: 이 배치나 프롬프트의 클래스가 뒤섞였습니다</translation>
    </message>
    <message>
        <source>One module multiplies what it is given</source>
        <translation>한 모듈이 입력을 계속 키웁니다</translation>
    </message>
    <message>
        <source>A slow drift: every step alone looked harmless</source>
        <translation>느린 드리프트: 스텝 하나하나는 해로워 보이지 않았습니다</translation>
    </message>
    <message>
        <source>The data carry nothing to learn from: the loader gives empty or unchanging batches</source>
        <translation>데이터에 배울 것이 없습니다: 로더가 비어 있거나 바뀌지 않는 배치를 줍니다</translation>
    </message>
    <message>
        <source>Keep the learning rate at or above zero: `train.clamp_lr: true`</source>
        <translation>학습률을 0 이상으로 유지: `train.clamp_lr: true`</translation>
    </message>
    <message>
        <source>Let the schedule span the whole run: `train.schedule_epochs: 0`</source>
        <translation>스케줄이 실행 전체에 걸치게: `train.schedule_epochs: 0`</translation>
    </message>
    <message>
        <source>Lower `train.lr`, to a third at first</source>
        <translation>`train.lr` 낮추기, 우선 3분의 1로</translation>
    </message>
    <message>
        <source>Give the guilty branch a rate of its own below 1 under `plan.lr_scale`</source>
        <translation>문제의 가지에 `plan.lr_scale` 항목으로 1보다 작은 배율 주기</translation>
    </message>
    <message>
        <source>Let the rate rise over the first steps: `train.warmup: 0.1`</source>
        <translation>첫 스텝들에서 학습률이 서서히 오르게: `train.warmup: 0.1`</translation>
    </message>
    <message>
        <source>Look at the images of the batch and mend or exclude those that are damaged</source>
        <translation>배치의 이미지를 보고 손상된 것을 고치거나 제외하기</translation>
    </message>
    <message>
        <source>Go back and take the data in another order: `monitor.policy: rewind`</source>
        <translation>되돌아가 다른 순서로 데이터 받기: `monitor.policy: rewind`</translation>
    </message>
    <message>
        <source>Freeze the class branch, or put an adapter in its place</source>
        <translation>클래스 가지를 동결하거나 그 자리에 어댑터 두기</translation>
    </message>
    <message>
        <source>Unfreeze the norm behind the class branch, so that its statistics follow</source>
        <translation>클래스 가지 뒤의 정규화(norm)를 동결 해제해 통계가 따라가게 하기</translation>
    </message>
    <message>
        <source>Compute in full precision, or in bfloat16</source>
        <translation>단정밀도나 bfloat16으로 계산하기</translation>
    </message>
    <message>
        <source>Keep either the adapter or the unfrozen weight at a site, not both</source>
        <translation>한 자리에는 어댑터나 동결 해제된 가중치 중 하나만 두기</translation>
    </message>
    <message>
        <source>Raise `train.epsilon`, to 1e-6 at first</source>
        <translation>`train.epsilon` 올리기, 우선 1e-6으로</translation>
    </message>
    <message>
        <source>Reset Adam&apos;s moments when going back</source>
        <translation>되감을 때 Adam의 모멘트 비우기</translation>
    </message>
    <message>
        <source>Check the labels of the batch: `espalier-cli data check`</source>
        <translation>배치의 라벨 검사: `espalier-cli data check`</translation>
    </message>
    <message>
        <source>Bring labels, classes and prompts into one order: `espalier-cli plan --check`</source>
        <translation>라벨, 클래스, 프롬프트의 순서 맞추기: `espalier-cli plan --check`</translation>
    </message>
    <message>
        <source>Freeze the first module that went bad, or lower its rate</source>
        <translation>처음 나빠진 모듈을 동결하거나 그 학습률 낮추기</translation>
    </message>
    <message>
        <source>Freeze the BatchNorms that drifted, or enlarge the batch</source>
        <translation>드리프트한 BatchNorm을 동결하거나 배치 키우기</translation>
    </message>
    <message>
        <source>Clip the gradient: `train.clip: 1`</source>
        <translation>기울기 자르기: `train.clip: 1`</translation>
    </message>
    <message>
        <source>See what the loader really gives: open Data and page through the batches</source>
        <translation>로더가 실제로 주는 것 보기: 데이터에서 배치를 넘겨 보기</translation>
    </message>
    <message>
        <source>Leave the guard on `rewind`: it brings such a run home most of the time</source>
        <translation>감시를 `rewind` 상태로 두기: 이런 실행은 대개 끝까지 갑니다</translation>
    </message>
    <message>
        <source>The guard only watched</source>
        <translation>감시는 지켜보기만 했습니다</translation>
    </message>
    <message>
        <source>The guard skipped the update</source>
        <translation>감시가 업데이트를 건너뛰었습니다</translation>
    </message>
    <message>
        <source>The guard clipped the gradient</source>
        <translation>감시가 기울기를 잘랐습니다</translation>
    </message>
    <message>
        <source>The guard lowered the learning rate</source>
        <translation>감시가 학습률을 낮췄습니다</translation>
    </message>
    <message>
        <source>The guard froze the guilty branch</source>
        <translation>감시가 문제의 가지를 동결했습니다</translation>
    </message>
    <message>
        <source>The guard went back to a healthy state</source>
        <translation>감시가 정상 상태로 되감았습니다</translation>
    </message>
    <message>
        <source>The guard stopped the run</source>
        <translation>감시가 실행을 멈췄습니다</translation>
    </message>
    <message>
        <source>Lower `train.beta2`, to 0.99 at first, so that the second moment follows sooner</source>
        <translation>2차 모멘트가 빨리 따라오게 `train.beta2` 낮추기, 우선 0.99로</translation>
    </message>
    <message>
        <source>%1 % sure</source>
        <translation>확신도 %1 %</translation>
    </message>
</context>
<context>
    <name>CareNotes</name>
    <message>
        <source>%1 exploded: its results are not those of a whole run.</source>
        <translation>%1: 폭발했습니다. 결과는 끝까지 마친 실행의 것이 아닙니다.</translation>
    </message>
    <message>
        <source>%1 did not come to its end.</source>
        <translation>%1: 끝까지 가지 못했습니다.</translation>
    </message>
    <message>
        <source>%1 is still going.</source>
        <translation>%1: 아직 실행 중입니다.</translation>
    </message>
    <message>
        <source>%1 has no validation yet.</source>
        <translation>%1: 아직 검증 결과가 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n repeat(s) of %1 end at %2.</source>
        <translation>
            <numerusform>%1 반복 %n회의 결과: %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>One run of each recipe: how much is noise, only repeats with other seeds tell.</source>
        <translation>설정마다 실행이 하나뿐입니다. 얼마가 잡음인지는 다른 시드로 반복해야만 알 수 있습니다.</translation>
    </message>
    <message>
        <source>Differences below about %1 are noise.</source>
        <translation>약 %1 미만의 차이는 잡음입니다.</translation>
    </message>
    <message>
        <source>%1 against %2: %3, within noise.</source>
        <translation>%1 대 %2: %3, 잡음 범위 안입니다.</translation>
    </message>
    <message>
        <source>Validated on other data than the rest, so not on the front: %1.</source>
        <translation>나머지와 다른 데이터로 검증하여 경계에서 제외: %1.</translation>
    </message>
    <message>
        <source>Validated on images that it trained on, so the score says nothing: %1.</source>
        <translation>학습한 이미지로 검증하여 점수가 의미 없음 (누출, leak): %1.</translation>
    </message>
</context>
<context>
    <name>ChartExport</name>
    <message>
        <source>Copy table</source>
        <translation>표 복사</translation>
    </message>
</context>
<context>
    <name>Command</name>
    <message>
        <source>Design</source>
        <translation>설계</translation>
    </message>
    <message>
        <source>Monitor</source>
        <translation>모니터</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>명령 찾기…</translation>
    </message>
    <message>
        <source>Keys of this place</source>
        <translation>이 화면의 단축키</translation>
    </message>
    <message>
        <source>Next panel</source>
        <translation>다음 패널</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Open experiment…</source>
        <translation>실험 열기…</translation>
    </message>
    <message>
        <source>Save experiment</source>
        <translation>실험 저장</translation>
    </message>
    <message>
        <source>Save experiment as…</source>
        <translation>다른 이름으로 실험 저장…</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>어둡게 또는 밝게</translation>
    </message>
    <message>
        <source>English or Korean</source>
        <translation>영어 또는 한국어</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Start run</source>
        <translation>실행 시작</translation>
    </message>
    <message>
        <source>Write a pattern</source>
        <translation>패턴 쓰기</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>동결 (freeze)</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>동결 해제</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>Graft LoRA</source>
        <translation>LoRA 접목</translation>
    </message>
    <message>
        <source>Graft feature adapter</source>
        <translation>특징 어댑터 (feature adapter) 접목</translation>
    </message>
    <message>
        <source>Remove adapter</source>
        <translation>어댑터 제거</translation>
    </message>
    <message>
        <source>Set LR scale</source>
        <translation>LR 배율 정하기</translation>
    </message>
    <message>
        <source>Edit rank</source>
        <translation>랭크 바꾸기</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>확대</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>축소</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞춤</translation>
    </message>
    <message>
        <source>Preset: Full</source>
        <translation>프리셋: Full</translation>
    </message>
    <message>
        <source>Preset: Baseline</source>
        <translation>프리셋: Baseline</translation>
    </message>
    <message>
        <source>Preset: Linear probe</source>
        <translation>프리셋: Linear probe</translation>
    </message>
    <message>
        <source>Preset: Step 1</source>
        <translation>프리셋: Step 1</translation>
    </message>
    <message>
        <source>Preset: Step 2</source>
        <translation>프리셋: Step 2</translation>
    </message>
    <message>
        <source>Preset: Step 3</source>
        <translation>프리셋: Step 3</translation>
    </message>
    <message>
        <source>Preset: LoRA on all convolutions</source>
        <translation>프리셋: 모든 합성곱에 LoRA</translation>
    </message>
    <message>
        <source>Pause or go on</source>
        <translation>일시 정지 또는 계속</translation>
    </message>
    <message>
        <source>Checkpoint now</source>
        <translation>지금 체크포인트</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Change LR…</source>
        <translation>학습률 (LR) 바꾸기…</translation>
    </message>
    <message>
        <source>Follow live</source>
        <translation>실시간 따라가기</translation>
    </message>
    <message>
        <source>Previous event</source>
        <translation>이전 이벤트</translation>
    </message>
    <message>
        <source>Next event</source>
        <translation>다음 이벤트</translation>
    </message>
    <message>
        <source>As table</source>
        <translation>표로 보기</translation>
    </message>
    <message>
        <source>Export plot…</source>
        <translation>그래프 내보내기…</translation>
    </message>
    <message>
        <source>Add run</source>
        <translation>실행 추가</translation>
    </message>
    <message>
        <source>Remove run</source>
        <translation>실행 빼기</translation>
    </message>
    <message>
        <source>Take as reference</source>
        <translation>기준으로 삼기</translation>
    </message>
    <message>
        <source>Axis: step</source>
        <translation>축: 스텝</translation>
    </message>
    <message>
        <source>Axis: epoch</source>
        <translation>축: 에폭</translation>
    </message>
    <message>
        <source>Axis: time</source>
        <translation>축: 시간</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>Markdown으로 복사</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>나란히</translation>
    </message>
    <message>
        <source>Search runs</source>
        <translation>실행 찾기</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>지켜보기</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Clone into Design</source>
        <translation>설계로 복제</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 실행</translation>
    </message>
    <message>
        <source>Go to the pre-flight</source>
        <translation>실행 전 점검으로</translation>
    </message>
    <message>
        <source>Repair the finding</source>
        <translation>발견 사항 고치기</translation>
    </message>
    <message>
        <source>Repair all</source>
        <translation>모두 고치기</translation>
    </message>
    <message>
        <source>Accept the finding, or no longer</source>
        <translation>발견 사항 인정 또는 인정 취소</translation>
    </message>
    <message>
        <source>Read the images</source>
        <translation>이미지 읽기</translation>
    </message>
    <message>
        <source>Export report…</source>
        <translation>보고서 내보내기…</translation>
    </message>
    <message>
        <source>Same images</source>
        <translation>같은 이미지</translation>
    </message>
    <message>
        <source>Back to all images</source>
        <translation>모든 이미지로</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>다음 이미지</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>이전 이미지</translation>
    </message>
    <message>
        <source>Large view</source>
        <translation>크게 보기</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Search images</source>
        <translation>이미지 검색</translation>
    </message>
    <message>
        <source>Other split</source>
        <translation>다른 분할</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>격자로 돌아가기</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>다시 뽑기</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>다음 발견 항목</translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation>이전 발견 항목</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>크게</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>작게</translation>
    </message>
    <message>
        <source>Usual size</source>
        <translation>기본 크기</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>폴더 선택…</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>다시 검사</translation>
    </message>
    <message>
        <source>Next colouring of the tree</source>
        <translation>트리 색 기준 바꾸기</translation>
    </message>
    <message>
        <source>One step earlier</source>
        <translation>한 스텝 앞으로</translation>
    </message>
    <message>
        <source>One step later</source>
        <translation>한 스텝 뒤로</translation>
    </message>
    <message>
        <source>Rewind to here…</source>
        <translation>여기로 되감기…</translation>
    </message>
    <message>
        <source>Autopsy</source>
        <translation>사후 분석</translation>
    </message>
    <message>
        <source>Export autopsy…</source>
        <translation>사후 분석 내보내기…</translation>
    </message>
    <message>
        <source>Graft DoRA</source>
        <translation>DoRA 접목</translation>
    </message>
    <message>
        <source>Graft RLRR</source>
        <translation>RLRR 접목</translation>
    </message>
    <message>
        <source>Graft SSF</source>
        <translation>SSF 접목</translation>
    </message>
    <message>
        <source>Graft adapter</source>
        <translation>어댑터 접목 (Adapter)</translation>
    </message>
    <message>
        <source>Graft AdaptFormer</source>
        <translation>AdaptFormer 접목</translation>
    </message>
    <message>
        <source>Graft FacT</source>
        <translation>FacT 접목</translation>
    </message>
    <message>
        <source>Graft VPT</source>
        <translation>VPT 접목</translation>
    </message>
    <message>
        <source>Graft ARC</source>
        <translation>ARC 접목</translation>
    </message>
    <message>
        <source>Graft BitFit</source>
        <translation>BitFit 접목</translation>
    </message>
    <message>
        <source>Move adapter</source>
        <translation>어댑터 옮기기</translation>
    </message>
    <message>
        <source>Dry run of one step</source>
        <translation>1스텝 시험 (dry run)</translation>
    </message>
    <message>
        <source>Follow the advice</source>
        <translation>조언 따르기</translation>
    </message>
    <message>
        <source>Copy the summary</source>
        <translation>요약 복사</translation>
    </message>
    <message>
        <source>Previous panel</source>
        <translation>이전 패널</translation>
    </message>
    <message>
        <source>New from a preset…</source>
        <translation>프리셋으로 시작…</translation>
    </message>
    <message>
        <source>New from weights…</source>
        <translation>가중치(weights)로 시작…</translation>
    </message>
    <message>
        <source>Recent experiments…</source>
        <translation>최근 실험…</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>대기열에 넣기</translation>
    </message>
    <message>
        <source>Export charts…</source>
        <translation>차트 내보내기…</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Group repeats</source>
        <translation>반복 묶기</translation>
    </message>
    <message>
        <source>Choose, or no longer</source>
        <translation>고르기 / 풀기</translation>
    </message>
    <message>
        <source>Choose all, or none</source>
        <translation>모두 고르기 / 풀기</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>폴더 열기</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>되살리기</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>한 번 더 실행</translation>
    </message>
    <message>
        <source>Start or hold the queue</source>
        <translation>대기열 시작 / 멈춤</translation>
    </message>
    <message>
        <source>Earlier in the queue</source>
        <translation>대기열에서 앞으로</translation>
    </message>
    <message>
        <source>Later in the queue</source>
        <translation>대기열에서 뒤로</translation>
    </message>
    <message>
        <source>Only after a stable end</source>
        <translation>앞 실행이 안정으로 끝나야 시작</translation>
    </message>
    <message>
        <source>Remove from the queue</source>
        <translation>대기열에서 빼기</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>exploded at step %1, epoch %2: %3 (%4 = %5); given up after %6, the last healthy state stands in the checkpoint</source>
        <translation>스텝 %1, 에포크 %2 에서 폭발: %3 (%4 = %5). %6 뒤 포기했고, 마지막 건강한 상태는 체크포인트에 있습니다</translation>
    </message>
    <message>
        <source>exploded at step %1, epoch %2: %3 (%4 = %5); not back at its course when the epochs were over</source>
        <translation>스텝 %1, 에포크 %2 에서 폭발: %3 (%4 = %5). 에포크가 끝날 때까지 제 궤도로 돌아오지 못했습니다</translation>
    </message>
    <message>
        <source>exploded at step %1, epoch %2: %3 (%4 = %5)</source>
        <translation>스텝 %1, 에포크 %2 에서 폭발: %3 (%4 = %5)</translation>
    </message>
    <message>
        <source>exploded at step %1</source>
        <translation>스텝 %1 에서 폭발</translation>
    </message>
    <message>
        <source>stopped after step %1; `resume` goes on from there</source>
        <translation>스텝 %1 뒤에 멈춤. 이어하기는 그곳부터 이어집니다</translation>
    </message>
    <message>
        <source>stopped at once after step %1; `resume` goes on from its last checkpoint</source>
        <translation>스텝 %1 뒤에 곧바로 멈춤. 이어하기는 마지막 체크포인트부터 이어집니다</translation>
    </message>
    <message>
        <source>stopped at step %1</source>
        <translation>스텝 %1 에서 멈춤</translation>
    </message>
    <message>
        <source>stopped before it began</source>
        <translation>시작하기 전에 멈춤</translation>
    </message>
    <message>
        <source>stopped, but %1</source>
        <translation>멈췄지만, %1</translation>
    </message>
    <message>
        <source>ended before its outcome was known</source>
        <translation>결과를 알기 전에 끝났습니다</translation>
    </message>
    <message>
        <source>finished %1, rewound %2</source>
        <translation>%1 끝남, 되감기 %2</translation>
    </message>
    <message>
        <source>finished after %1</source>
        <translation>%1 뒤에 끝남</translation>
    </message>
    <message>
        <source>finished %1</source>
        <translation>%1 끝남</translation>
    </message>
    <message>
        <source>%1 time</source>
        <translation>%1번</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1번</translation>
    </message>
    <message>
        <source>%1 rewind</source>
        <translation>되감기 %1번</translation>
    </message>
    <message>
        <source>%1 rewinds</source>
        <translation>되감기 %1번</translation>
    </message>
    <message>
        <source>called off</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>the guard kept a healthy state %1 times, %2 ms each</source>
        <translation>감시가 건강한 상태를 %1번 보관했습니다 (한 번에 %2 ms)</translation>
    </message>
    <message>
        <source>the guard keeps %1 healthy states in memory: %2 MiB</source>
        <translation>감시가 건강한 상태 %1개를 메모리에 보관합니다: %2 MiB</translation>
    </message>
    <message>
        <source>no healthy state of that step or before is kept any more: nothing was changed</source>
        <translation>그 스텝 또는 그 이전의 건강한 상태가 남아 있지 않습니다: 아무것도 바뀌지 않았습니다</translation>
    </message>
    <message>
        <source>no image of this batch could be read any more: see the notes</source>
        <translation>이 배치의 이미지를 하나도 읽을 수 없게 되었습니다: 메모를 보세요</translation>
    </message>
    <message>
        <source>the training set has no image that can be used: %1</source>
        <translation>학습 집합에 쓸 수 있는 이미지가 없습니다: %1</translation>
    </message>
    <message>
        <source>the validation set has no image that can be used: %1</source>
        <translation>검증 집합에 쓸 수 있는 이미지가 없습니다: %1</translation>
    </message>
    <message>
        <source>the training set has no image that can be used</source>
        <translation>학습 집합에 쓸 수 있는 이미지가 없습니다</translation>
    </message>
    <message>
        <source>the validation set has no image that can be used</source>
        <translation>검증 집합에 쓸 수 있는 이미지가 없습니다</translation>
    </message>
    <message>
        <source>%1 (and %2 more)</source>
        <translation>%1 (외 %2건)</translation>
    </message>
    <message>
        <source>training uses %1 of %2, %3 of %4 boxes</source>
        <translation>학습: %2 중 %1장, 상자 %4개 중 %3개 사용</translation>
    </message>
    <message>
        <source>validation uses %1 of %2, %3 of %4 boxes</source>
        <translation>검증: %2 중 %1장, 상자 %4개 중 %3개 사용</translation>
    </message>
    <message>
        <source>accepted: %1 [%2]</source>
        <translation>받아들임: %1 [%2]</translation>
    </message>
    <message>
        <source>%1 that train came folded, without statistics: measured on %2, which leaves evaluation as it was</source>
        <translation>학습하는 %1 값이 통계 없이 접힌 채 왔습니다: %2 위에서 재어, 평가는 그대로입니다</translation>
    </message>
    <message>
        <source>%1 norm</source>
        <translation>norm %1개</translation>
    </message>
    <message>
        <source>%1 norms</source>
        <translation>norm %1개</translation>
    </message>
    <message>
        <source>the frozen weights are not those that this run began with: was the file replaced that it starts from?</source>
        <translation>동결된 가중치가 이 실행이 시작할 때의 것과 다릅니다: 시작 파일이 바뀌었나요?</translation>
    </message>
    <message>
        <source>audit: nothing is frozen</source>
        <translation>검사: 동결된 것이 없습니다</translation>
    </message>
    <message>
        <source>audit: of %1 and %2 these moved, though the plan freezes them: %3</source>
        <translation>검사: 계획이 동결한 %1, %2 가운데 움직인 것: %3</translation>
    </message>
    <message>
        <source>audit: %1 and %2 bit-identical</source>
        <translation>검사: %1, %2 모두 비트까지 같음</translation>
    </message>
    <message>
        <source>%1 frozen tensor</source>
        <translation>동결 텐서 %1개</translation>
    </message>
    <message>
        <source>%1 frozen tensors</source>
        <translation>동결 텐서 %1개</translation>
    </message>
    <message>
        <source>%1 buffer</source>
        <translation>버퍼 %1개</translation>
    </message>
    <message>
        <source>%1 buffers</source>
        <translation>버퍼 %1개</translation>
    </message>
    <message>
        <source>%1 tensor</source>
        <translation>텐서 %1개</translation>
    </message>
    <message>
        <source>%1 tensors</source>
        <translation>텐서 %1개</translation>
    </message>
    <message>
        <source>trains %1 of %2 parameters (%3); %4 moves with them; %5 and %6 are frozen; %7 lists what trains</source>
        <translation>%1, 파라미터 %2개 학습(%3). %4 함께 움직임. %5, %6 동결. 학습 대상 목록은 %7</translation>
    </message>
    <message>
        <source>trains %1 of %2 parameters (%3); %4 move with them; %5 and %6 are frozen; %7 lists what trains</source>
        <translation>%1, 파라미터 %2개 학습(%3). %4 함께 움직임. %5, %6 동결. 학습 대상 목록은 %7</translation>
    </message>
    <message>
        <source>the checkpoint holds prompt-tuned embeddings of %1 classes; they are used when model.embeddings names the file</source>
        <translation>체크포인트에 클래스 %1개의 프롬프트 조정 임베딩이 있습니다: model.embeddings 값이 그 파일을 가리키면 쓰입니다</translation>
    </message>
    <message>
        <source>the checkpoint holds tensors that this network has no place for: %1</source>
        <translation>체크포인트에 이 네트워크에 자리가 없는 텐서가 있습니다: %1</translation>
    </message>
    <message>
        <source>began with %1: %2 of its %3 have a place here</source>
        <translation>시작 가중치 %1: %3 중 %2개에 자리가 있습니다</translation>
    </message>
    <message>
        <source>%1 that YOLOv8 does not have were initialised from the seed: %2</source>
        <translation>YOLOv8에 없는 %1 값은 시드로 초기화했습니다: %2</translation>
    </message>
    <message>
        <source>the class branch began at random: its class branch is %1 wide, the network&apos;s %2: set model.training_classes to %3 to begin with the checkpoint&apos;s</source>
        <translation>클래스 가지가 무작위로 시작했습니다: 체크포인트의 폭은 %1, 네트워크의 폭은 %2 입니다. 체크포인트의 것으로 시작하려면 model.training_classes: %3</translation>
    </message>
    <message>
        <source>the class branch began at random: %1 to begin with the checkpoint&apos;s</source>
        <translation>클래스 가지가 무작위로 시작했습니다. 체크포인트의 것으로 시작하려면: %1</translation>
    </message>
    <message>
        <source>%1 of %2 validation boxes are left out%3</source>
        <translation>검증 상자 %2개 중 %1개를 뺐습니다%3</translation>
    </message>
    <message>
        <source>%1 of %2 images could not be read and are left out</source>
        <translation>이미지 %2장 중 %1장을 읽을 수 없어 뺐습니다</translation>
    </message>
    <message>
        <source>left out of this batch: %1</source>
        <translation>이 배치에서 뺌: %1</translation>
    </message>
    <message>
        <source>left out of a mixed sample: %1</source>
        <translation>섞은 샘플에서 뺌: %1</translation>
    </message>
    <message>
        <source>%1 holds values that are not finite in %2: take another file</source>
        <translation>%1: %2 안에 유한하지 않은 값이 있습니다. 다른 파일을 쓰세요</translation>
    </message>
    <message>
        <source>%1 holds a CLIP text tower and no detector: name it as model.text_weights</source>
        <translation>%1: CLIP 텍스트 타워만 있고 검출기가 없습니다. model.text_weights 값으로 지정하세요</translation>
    </message>
    <message>
        <source>%1 holds %2, which does not fit %3: set model.size to %4</source>
        <translation>%1: 내용은 %2, %3 네트워크와 맞지 않습니다. model.size: %4</translation>
    </message>
    <message>
        <source>%1 holds %2; a run begins with YOLO-World v2 or YOLOv8</source>
        <translation>%1: 내용은 %2. 실행은 YOLO-World v2 또는 YOLOv8 가중치로 시작합니다</translation>
    </message>
    <message>
        <source>%1 does not fit %2: its class branch is %3 wide, the network&apos;s %4: set model.training_classes to %5</source>
        <translation>%1: %2 네트워크와 맞지 않습니다. 클래스 가지의 폭이 %3, 네트워크는 %4 입니다. model.training_classes: %5</translation>
    </message>
    <message>
        <source>%1 does not fit %2: %3 missing, %4 of another shape: %5 (`espalier-cli weights` with --model lists all)</source>
        <translation>%1: %2 네트워크와 맞지 않습니다. %3 없음, %4 모양 다름: %5 (`espalier-cli weights --model` 전체 목록)</translation>
    </message>
    <message>
        <source>weights of a network that is not known: %1, the first is `%2`</source>
        <translation>알려지지 않은 네트워크의 가중치: %1, 첫째는 `%2`</translation>
    </message>
    <message>
        <source>weights of a network that is not known: %1</source>
        <translation>알려지지 않은 네트워크의 가중치: %1</translation>
    </message>
    <message>
        <source>%1, with its text tower</source>
        <translation>%1, 텍스트 타워 포함</translation>
    </message>
    <message>
        <source>%1, with prompt-tuned embeddings instead of a text tower</source>
        <translation>%1, 텍스트 타워 대신 프롬프트 조정 임베딩</translation>
    </message>
    <message>
        <source>%1, without a text tower</source>
        <translation>%1, 텍스트 타워 없음</translation>
    </message>
    <message>
        <source>%1, batch norm folded into its convolutions</source>
        <translation>%1, 배치 norm이 컨볼루션에 접혀 있음</translation>
    </message>
    <message>
        <source>is no file of weights; give a safetensors file, its index, or an archive of torch.save</source>
        <translation>가중치 파일이 아닙니다: safetensors 파일, 그 색인, 또는 torch.save 아카이브를 주세요</translation>
    </message>
    <message>
        <source>is only the pointer of a large file; download the file itself (git lfs pull)</source>
        <translation>큰 파일의 포인터일 뿐입니다: 파일 자체를 내려받으세요 (git lfs pull)</translation>
    </message>
    <message>
        <source>is no safetensors file: too short</source>
        <translation>safetensors 파일이 아닙니다: 너무 짧습니다</translation>
    </message>
    <message>
        <source>is no safetensors file, or is cut short</source>
        <translation>safetensors 파일이 아니거나 잘렸습니다</translation>
    </message>
    <message>
        <source>is no safetensors file: its header is damaged</source>
        <translation>safetensors 파일이 아닙니다: 머리가 손상되었습니다</translation>
    </message>
    <message>
        <source>has tensors that overlap or leave a hole</source>
        <translation>텐서가 겹치거나 빈틈이 있습니다</translation>
    </message>
    <message>
        <source>has data that belongs to no tensor</source>
        <translation>어느 텐서에도 속하지 않는 데이터가 있습니다</translation>
    </message>
    <message>
        <source>tensor %1 is in two shards</source>
        <translation>텐서 %1 값이 두 조각에 있습니다</translation>
    </message>
    <message>
        <source>tensor `%1` %2</source>
        <translation>텐서 `%1`: %2</translation>
    </message>
    <message>
        <source>is a TorchScript program, no checkpoint; save the model&apos;s state_dict() with torch.save</source>
        <translation>체크포인트가 아니라 TorchScript 프로그램입니다: 모델의 state_dict() 결과를 torch.save로 저장하세요</translation>
    </message>
    <message>
        <source>was written big-endian; save it again on a little-endian machine</source>
        <translation>빅엔디언으로 쓰였습니다: 리틀엔디언 컴퓨터에서 다시 저장하세요</translation>
    </message>
    <message>
        <source>is a zip archive, but not one of torch.save: it has no data.pkl</source>
        <translation>zip 아카이브이지만 torch.save의 것이 아닙니다: data.pkl 파일이 없습니다</translation>
    </message>
    <message>
        <source>is of the layout before PyTorch 1.6; load it and torch.save it with a recent PyTorch</source>
        <translation>PyTorch 1.6 이전 형식입니다: 최근 PyTorch로 읽어 torch.save로 다시 저장하세요</translation>
    </message>
    <message>
        <source>is no archive of torch.save</source>
        <translation>torch.save 아카이브가 아닙니다</translation>
    </message>
    <message>
        <source>holds no dict of tensors; save the model&apos;s state_dict() with torch.save</source>
        <translation>텐서의 dict가 없습니다: 모델의 state_dict() 결과를 torch.save로 저장하세요</translation>
    </message>
    <message>
        <source>holds no tensors under `%1`; save the model&apos;s state_dict() with torch.save</source>
        <translation>`%1` 아래에 텐서가 없습니다: 모델의 state_dict() 결과를 torch.save로 저장하세요</translation>
    </message>
    <message>
        <source>%1; save the model&apos;s state_dict() with torch.save</source>
        <translation>%1. 모델의 state_dict() 결과를 torch.save로 저장하세요</translation>
    </message>
    <message>
        <source>holds more entries than any checkpoint does</source>
        <translation>어떤 체크포인트보다도 항목이 많습니다</translation>
    </message>
    <message>
        <source>holds a module that nests without end</source>
        <translation>끝없이 중첩된 모듈이 있습니다</translation>
    </message>
    <message>
        <source>zip archive %1</source>
        <translation>zip 아카이브 손상: %1</translation>
    </message>
    <message>
        <source>pickle is cut short at byte %1</source>
        <translation>pickle이 %1번째 바이트에서 잘렸습니다</translation>
    </message>
    <message>
        <source>pickle %1 (opcode %2 at byte %3)</source>
        <translation>pickle 손상: %1 (opcode %2, 바이트 %3)</translation>
    </message>
    <message>
        <source>is no index of safetensors: it has no `weight_map`</source>
        <translation>safetensors 색인이 아닙니다: `weight_map` 항목이 없습니다</translation>
    </message>
    <message>
        <source>names a tensor twice</source>
        <translation>텐서 하나를 두 번 적었습니다</translation>
    </message>
    <message>
        <source>gives tensor %1 a shard that is no plain file name</source>
        <translation>텐서 %1 값의 조각이 단순한 파일 이름이 아닙니다</translation>
    </message>
    <message>
        <source>lists tensor %1 in the shard %2, which is missing; download it to the same folder</source>
        <translation>텐서 %1 값이 조각 %2 안에 있다는데 그 파일이 없습니다: 같은 폴더에 내려받으세요</translation>
    </message>
    <message>
        <source>lists tensor %1 in the shard %2, which does not hold it</source>
        <translation>텐서 %1 값이 조각 %2 안에 있다는데 없습니다</translation>
    </message>
    <message>
        <source>lists no tensors</source>
        <translation>텐서가 적혀 있지 않습니다</translation>
    </message>
    <message>
        <source>lists too many shards</source>
        <translation>조각이 너무 많이 적혀 있습니다</translation>
    </message>
    <message>
        <source>holds no *.safetensors.index.json and no *.safetensors</source>
        <translation>*.safetensors.index.json 파일도 *.safetensors 파일도 없습니다</translation>
    </message>
    <message>
        <source>holds several files of weights; name the one to read</source>
        <translation>가중치 파일이 여럿입니다: 읽을 것을 지정하세요</translation>
    </message>
    <message>
        <source>holds no CLIP text tower (no `backbone.text_model.model.…` and no `text_model.…`): name a file that does in model.text_weights</source>
        <translation>CLIP 텍스트 타워가 없습니다(`backbone.text_model.model.…` 또는 `text_model.…`): 있는 파일을 model.text_weights 값으로 지정하세요</translation>
    </message>
    <message>
        <source>holds another text tower than CLIP ViT-B/32&apos;s: %1 tensors missing, %2 without a place: %3</source>
        <translation>CLIP ViT-B/32 아닌 텍스트 타워입니다: 텐서 %1개 없음, %2개 자리 없음: %3</translation>
    </message>
    <message>
        <source>YOLO-World-v2 has no size `%1`; allowed: n, s, m, l, x</source>
        <translation>YOLO-World-v2에 `%1` 크기는 없습니다: n, s, m, l, x 중 하나</translation>
    </message>
    <message>
        <source>this build has no LibTorch: no network can be computed</source>
        <translation>이 빌드에는 LibTorch가 없습니다: 네트워크를 계산할 수 없습니다</translation>
    </message>
    <message>
        <source>this engine does not measure single steps</source>
        <translation>이 엔진은 한 스텝을 재지 못합니다</translation>
    </message>
    <message>
        <source>not enough memory: take a smaller train.batch, data.image_size or model.size</source>
        <translation>메모리가 모자랍니다: train.batch, data.image_size 또는 model.size 값을 줄이세요</translation>
    </message>
    <message>
        <source>not enough memory</source>
        <translation>메모리가 모자랍니다</translation>
    </message>
    <message>
        <source>nothing trains: add an adapter or unfreeze a branch</source>
        <translation>학습 대상이 없습니다: 어댑터를 넣거나 가지를 동결 해제하세요</translation>
    </message>
    <message>
        <source>%1 `%2`: %3; nearest: `%4`; correct it, remove it, or mark it allow_empty</source>
        <translation>%1 `%2`: %3. 가장 가까운 것: `%4`. 고치거나, 지우거나, allow_empty 표시를 하세요</translation>
    </message>
    <message>
        <source>%1 `%2`: %3; correct it, remove it, or mark it allow_empty</source>
        <translation>%1 `%2`: %3. 고치거나, 지우거나, allow_empty 표시를 하세요</translation>
    </message>
    <message>
        <source>takes no %1 while training: exclude it or choose another site</source>
        <translation>%1 어댑터를 달 수 없습니다: 제외하거나 다른 자리를 고르세요</translation>
    </message>
    <message>
        <source>names `%1`, which no check is called; allowed: %2</source>
        <translation>`%1` 이름의 점검은 없습니다. 가능한 값: %2</translation>
    </message>
    <message>
        <source>%1 [%2], and %3 more; `espalier-cli plan FILE --check --repair NEW` writes the experiment mended, and `accept: [%4]` in it says that this is meant</source>
        <translation>%1 [%2], 외 %3. `espalier-cli plan FILE --check --repair NEW` 명령은 고친 실험을 쓰고, 실험의 `accept: [%4]` 항목은 뜻한 것임을 말합니다</translation>
    </message>
    <message>
        <source>%1 [%2]; `espalier-cli plan FILE --check --repair NEW` writes the experiment mended, and `accept: [%3]` in it says that this is meant</source>
        <translation>%1 [%2]. `espalier-cli plan FILE --check --repair NEW` 명령은 고친 실험을 쓰고, 실험의 `accept: [%3]` 항목은 뜻한 것임을 말합니다</translation>
    </message>
    <message>
        <source>the prompts need a text tower: name its file in model.text_weights, or a checkpoint that holds it</source>
        <translation>프롬프트에는 텍스트 타워가 필요합니다: model.text_weights 값으로 파일을, 또는 그것이 든 체크포인트를 지정하세요</translation>
    </message>
    <message>
        <source>the text tower&apos;s answer is not finite: its weights are damaged</source>
        <translation>텍스트 타워의 답이 유한하지 않습니다: 가중치가 손상되었습니다</translation>
    </message>
    <message>
        <source>there are %1 prompts and %2 names in model.classes: name the class of each prompt there, in the same order</source>
        <translation>프롬프트 %1개에 model.classes 이름 %2개입니다: 프롬프트마다 클래스를 같은 순서로 적으세요</translation>
    </message>
    <message>
        <source>`%1` has no {} where the prompt goes</source>
        <translation>`%1` 안에 프롬프트가 들어갈 {} 표시가 없습니다</translation>
    </message>
    <message>
        <source>the class `%1` of the data has no prompt: add it to model.classes and its prompt to model.prompts</source>
        <translation>데이터의 클래스 `%1` 항목에 프롬프트가 없습니다: model.classes 항목과 model.prompts 항목에 더하세요</translation>
    </message>
    <message>
        <source>the text tower needs its tokenizer: name the folder with vocab.json and merges.txt</source>
        <translation>텍스트 타워에 토크나이저가 필요합니다: vocab.json, merges.txt 파일이 있는 폴더를 지정하세요</translation>
    </message>
    <message>
        <source>the plan trains the text tower, whose place model.embeddings takes: remove the file, or add `backbone.text_model` to plan.freeze</source>
        <translation>계획은 텍스트 타워를 학습하는데 model.embeddings 파일이 그 자리를 차지합니다: 파일을 빼거나 plan.freeze 목록에 `backbone.text_model` 패턴을 더하세요</translation>
    </message>
    <message>
        <source>the plan trains the text tower, which needs its tokenizer: name the folder with vocab.json and merges.txt, or add `backbone.text_model` to plan.freeze</source>
        <translation>계획은 텍스트 타워를 학습하므로 토크나이저가 필요합니다: vocab.json, merges.txt 파일이 있는 폴더를 지정하거나 plan.freeze 목록에 `backbone.text_model` 패턴을 더하세요</translation>
    </message>
    <message>
        <source>has %1 tokens, the text tower knows %2: take the tokenizer of CLIP ViT-B/32</source>
        <translation>토큰이 %1개인데 텍스트 타워가 아는 것은 %2개입니다: CLIP ViT-B/32 토크나이저를 쓰세요</translation>
    </message>
    <message>
        <source>has %1 tokens, but their ids do not count from 0 to %2</source>
        <translation>토큰이 %1개인데 번호가 0부터 %2 까지가 아닙니다</translation>
    </message>
    <message>
        <source>lacks the token `%1` of CLIP&apos;s vocabularies</source>
        <translation>CLIP 어휘의 토큰 `%1` 항목이 없습니다</translation>
    </message>
    <message>
        <source>holds no tensor `embeddings` of shape K×%1</source>
        <translation>K×%1 모양의 텐서 `embeddings` 항목이 없습니다</translation>
    </message>
    <message>
        <source>its metadata `classes` is no JSON list of names</source>
        <translation>메타데이터 `classes` 항목이 이름의 JSON 목록이 아닙니다</translation>
    </message>
    <message>
        <source>holds no embedding for the class `%1`</source>
        <translation>클래스 `%1` 임베딩이 없습니다</translation>
    </message>
    <message>
        <source>has %1 rows for %2 classes</source>
        <translation>클래스 %2개에 행이 %1개입니다</translation>
    </message>
    <message>
        <source>has a row that is zero or not finite</source>
        <translation>0이거나 유한하지 않은 행이 있습니다</translation>
    </message>
    <message>
        <source>its list of classes holds something else</source>
        <translation>클래스 목록에 다른 것이 들어 있습니다</translation>
    </message>
    <message>
        <source>its position is incomplete</source>
        <translation>위치가 온전하지 않습니다</translation>
    </message>
    <message>
        <source>is no checkpoint of a run</source>
        <translation>실행의 체크포인트가 아닙니다</translation>
    </message>
    <message>
        <source>is no checkpoint of the scripted engine</source>
        <translation>각본 엔진의 체크포인트가 아닙니다</translation>
    </message>
    <message>
        <source>`%1` has another shape than the network&apos;s</source>
        <translation>`%1` 모양이 네트워크의 것과 다릅니다</translation>
    </message>
    <message>
        <source>lacks %1</source>
        <translation>%1 없음</translation>
    </message>
    <message>
        <source>holds `%1`, which this plan does not train</source>
        <translation>이 계획이 학습하지 않는 `%1` 값이 들어 있습니다</translation>
    </message>
    <message>
        <source>cannot be put in its place: %1</source>
        <translation>제자리에 놓을 수 없습니다: %1</translation>
    </message>
    <message>
        <source>its adapter is no linear map that a convolution could do</source>
        <translation>어댑터가 컨볼루션이 할 수 있는 선형 변환이 아닙니다</translation>
    </message>
    <message>
        <source>its adapter cannot be folded: the map that it changes is split, pooled or added before the next convolution</source>
        <translation>어댑터를 접어 넣을 수 없습니다: 바꾸는 맵이 다음 컨볼루션 전에 나뉘거나, 풀링되거나, 더해집니다</translation>
    </message>
    <message>
        <source>has finished: there is nothing left to do; raise train.epochs in a new run</source>
        <translation>끝났습니다: 남은 일이 없습니다. 새 실행에서 train.epochs 값을 늘리세요</translation>
    </message>
    <message>
        <source>is deleted: bring it back in Runs first</source>
        <translation>지워졌습니다: 먼저 실행 기록에서 되살리세요</translation>
    </message>
    <message>
        <source>is still going</source>
        <translation>아직 진행 중입니다</translation>
    </message>
    <message>
        <source>is going on in process %1 of %2</source>
        <translation>%2 컴퓨터의 프로세스 %1 에서 진행 중입니다</translation>
    </message>
    <message>
        <source>is over and takes no commands</source>
        <translation>끝나서 명령을 받지 않습니다</translation>
    </message>
    <message>
        <source>there is no run %1; `espalier-cli runs` lists them</source>
        <translation>실행 %1 없음. `espalier-cli runs` 명령으로 목록을 봅니다</translation>
    </message>
    <message>
        <source>there is no run %1</source>
        <translation>실행 %1 없음</translation>
    </message>
    <message>
        <source>the experiment does not wait any more</source>
        <translation>그 실험은 더 기다리고 있지 않습니다</translation>
    </message>
    <message>
        <source>the store is not open</source>
        <translation>저장소가 열려 있지 않습니다</translation>
    </message>
    <message>
        <source>is a database of another program: name another file with --store</source>
        <translation>다른 프로그램의 데이터베이스입니다: --store 옵션으로 다른 파일을 지정하세요</translation>
    </message>
    <message>
        <source>was written by a newer Espalier (schema %1, this one knows %2): update Espalier or name another --store</source>
        <translation>더 새로운 Espalier로 쓰였습니다(스키마 %1, 이 프로그램은 %2 까지): Espalier를 올리거나 다른 --store 파일을 지정하세요</translation>
    </message>
    <message>
        <source>is no file that can hold a store</source>
        <translation>저장소가 될 수 있는 파일이 아닙니다</translation>
    </message>
    <message>
        <source>the disk is full: make room, or name another place with --store</source>
        <translation>디스크가 가득 찼습니다: 자리를 만들거나 --store 옵션으로 다른 곳을 지정하세요</translation>
    </message>
    <message>
        <source>cannot be opened or made: check that its folder exists and may be written to</source>
        <translation>열거나 만들 수 없습니다: 폴더가 있고 쓸 수 있는지 보세요</translation>
    </message>
    <message>
        <source>is no store of Espalier, or is damaged: name another with --store</source>
        <translation>Espalier 저장소가 아니거나 손상되었습니다: --store 옵션으로 다른 것을 지정하세요</translation>
    </message>
    <message>
        <source>may not be written to: name another place with --store</source>
        <translation>쓸 수 없습니다: --store 옵션으로 다른 곳을 지정하세요</translation>
    </message>
    <message>
        <source>is held by another process: try again in a moment</source>
        <translation>다른 프로세스가 붙들고 있습니다: 잠시 뒤 다시 해 보세요</translation>
    </message>
    <message>
        <source>could not be read or written: the disk may be full or failing</source>
        <translation>읽거나 쓸 수 없습니다: 디스크가 찼거나 고장일 수 있습니다</translation>
    </message>
    <message>
        <source>store failed: %1</source>
        <translation>저장소 오류: %1</translation>
    </message>
    <message>
        <source>has no checkpoint yet: nothing to export</source>
        <translation>체크포인트가 아직 없습니다: 내보낼 것이 없습니다</translation>
    </message>
    <message>
        <source>has no checkpoint yet: nothing is trained to look at</source>
        <translation>체크포인트가 아직 없습니다: 볼 만큼 학습된 것이 없습니다</translation>
    </message>
    <message>
        <source>`%1` holds a value that is not finite: nothing was exported</source>
        <translation>`%1` 안에 유한하지 않은 값이 있습니다: 아무것도 내보내지 않았습니다</translation>
    </message>
    <message>
        <source>`%1` was neither trained nor loaded: it began at random</source>
        <translation>`%1` 값은 학습되지도 읽히지도 않았습니다: 무작위로 시작했습니다</translation>
    </message>
    <message>
        <source>`%1` holds a value that half precision has no room for</source>
        <translation>`%1` 안에 반정밀도로 담을 수 없는 값이 있습니다</translation>
    </message>
    <message>
        <source>does not bind completely into a plain network</source>
        <translation>보통 네트워크에 온전히 들어맞지 않습니다</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>쓸 수 없습니다: %1</translation>
    </message>
    <message>
        <source>full precision was refused</source>
        <translation>전체 정밀도가 거부되었습니다</translation>
    </message>
    <message>
        <source>none of the %1 validation boxes can be used for the classes %2: is it another data set?</source>
        <translation>검증 상자 %1개 가운데 클래스 %2 용으로 쓸 수 있는 것이 없습니다: 다른 데이터셋인가요?</translation>
    </message>
    <message>
        <source>stopped: nothing was written</source>
        <translation>멈춤: 아무것도 쓰지 않았습니다</translation>
    </message>
    <message>
        <source>stopped: nothing was evaluated</source>
        <translation>멈춤: 아무것도 평가하지 않았습니다</translation>
    </message>
    <message>
        <source>%1: this is no autopsy that was written whole</source>
        <translation>%1: 온전히 쓰인 사후 분석이 아닙니다</translation>
    </message>
    <message>
        <source>the guard had said nothing by step %1</source>
        <translation>감시가 스텝 %1 까지 아무 말도 하지 않았습니다</translation>
    </message>
    <message>
        <source>the guard has said nothing: there is nothing to explain</source>
        <translation>감시가 아무 말도 하지 않았습니다: 설명할 것이 없습니다</translation>
    </message>
    <message>
        <source>not an event of a kind we know</source>
        <translation>아는 종류의 사건이 아닙니다</translation>
    </message>
    <message>
        <source>an event of type `%1` lacks a member</source>
        <translation>`%1` 사건에 빠진 항목이 있습니다</translation>
    </message>
    <message>
        <source>is no file</source>
        <translation>파일이 아닙니다</translation>
    </message>
    <message>
        <source>a report needs at least one run</source>
        <translation>보고서에는 실행이 하나 이상 필요합니다</translation>
    </message>
    <message>
        <source>run %1 is named twice: it would pass for a repeat of itself</source>
        <translation>실행 %1 항목이 두 번 있습니다: 자기 자신의 반복으로 보이게 됩니다</translation>
    </message>
    <message>
        <source>no object with median_ms, fps, …</source>
        <translation>median_ms, fps, … 항목을 가진 객체가 아닙니다</translation>
    </message>
    <message>
        <source>`%1` is no positive, finite number</source>
        <translation>`%1` 값이 양의 유한한 수가 아닙니다</translation>
    </message>
    <message>
        <source>%1, of a single run at least on one side: whether that is more than noise is not known without repeats</source>
        <translation>%1. 적어도 한쪽이 실행 하나뿐이라, 반복 없이는 잡음보다 큰지 알 수 없습니다</translation>
    </message>
    <message>
        <source>%1 is within noise: repeats of one recipe lie up to %2 apart</source>
        <translation>%1: 잡음 안입니다. 같은 레시피의 반복끼리 최대 %2 차이가 납니다</translation>
    </message>
    <message>
        <source>%1 is not over: its numbers will change</source>
        <translation>%1: 끝나지 않아 숫자가 바뀝니다</translation>
    </message>
    <message>
        <source>%1 exploded at step %2</source>
        <translation>%1: 스텝 %2 에서 폭발</translation>
    </message>
    <message>
        <source>%1 has no validation with a finite mAP</source>
        <translation>%1: mAP가 유한한 검증이 없습니다</translation>
    </message>
    <message>
        <source>repeats of %1 share a seed: their spread says less than that of different seeds</source>
        <translation>%1 반복들의 시드가 같습니다: 서로 다른 시드의 퍼짐보다 말해 주는 것이 적습니다</translation>
    </message>
    <message>
        <source>validation data differ (%1): mAP of one is not comparable with that of another, so each recipe stands against the first one on its own data</source>
        <translation>검증 데이터가 다릅니다(%1): mAP를 서로 견줄 수 없어, 레시피마다 같은 데이터의 첫째와 견줍니다</translation>
    </message>
    <message>
        <source>runs were made on unlike machines (%1): times are not comparable</source>
        <translation>실행한 컴퓨터가 다릅니다(%1): 시간을 견줄 수 없습니다</translation>
    </message>
    <message>
        <source>the picture could not be written</source>
        <translation>그림을 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>the file must end in .png, .svg, .pdf or .csv</source>
        <translation>파일 이름은 .png, .svg, .pdf, .csv 중 하나로 끝나야 합니다</translation>
    </message>
    <message>
        <source>cannot open: %1</source>
        <translation>열 수 없습니다: %1</translation>
    </message>
    <message>
        <source>cannot read: %1</source>
        <translation>읽을 수 없습니다: %1</translation>
    </message>
    <message>
        <source>cannot write: %1</source>
        <translation>쓸 수 없습니다: %1</translation>
    </message>
    <message>
        <source>cannot map: %1</source>
        <translation>메모리에 올릴 수 없습니다: %1</translation>
    </message>
    <message>
        <source>cannot create the folder: %1</source>
        <translation>폴더를 만들 수 없습니다: %1</translation>
    </message>
    <message>
        <source>cannot be listed: %1</source>
        <translation>목록을 읽을 수 없습니다: %1</translation>
    </message>
    <message>
        <source>not a regular file</source>
        <translation>보통 파일이 아닙니다</translation>
    </message>
    <message>
        <source>larger than %1 bytes</source>
        <translation>%1 바이트보다 큽니다</translation>
    </message>
    <message>
        <source>is empty or no plain file</source>
        <translation>비었거나 보통 파일이 아닙니다</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>비어 있습니다</translation>
    </message>
    <message>
        <source>does not exist</source>
        <translation>없습니다</translation>
    </message>
    <message>
        <source>is no folder</source>
        <translation>폴더가 아닙니다</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>없습니다</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>그런 파일이나 폴더가 없습니다</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>권한이 없습니다</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>폴더입니다</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>폴더가 아닙니다</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>디스크에 자리가 없습니다</translation>
    </message>
    <message>
        <source>nests deeper than 64 levels</source>
        <translation>64단계보다 깊이 중첩되어 있습니다</translation>
    </message>
    <message>
        <source>not valid JSON, or cut short</source>
        <translation>올바른 JSON이 아니거나 잘렸습니다</translation>
    </message>
    <message>
        <source>not the state of a random stream</source>
        <translation>난수 상태가 아닙니다</translation>
    </message>
    <message>
        <source>is no UTF-8 text: save it as UTF-8</source>
        <translation>UTF-8 텍스트가 아닙니다: UTF-8로 저장하세요</translation>
    </message>
    <message>
        <source>an experiment is at most 1 MB long</source>
        <translation>실험 파일은 1 MB까지입니다</translation>
    </message>
    <message>
        <source>nests too deep or repeats itself too often</source>
        <translation>너무 깊이 중첩되었거나 너무 자주 되풀이됩니다</translation>
    </message>
    <message>
        <source>has an escape that makes no UTF-8 text: write the character itself</source>
        <translation>UTF-8 텍스트가 되지 않는 이스케이프가 있습니다: 글자 자체를 쓰세요</translation>
    </message>
    <message>
        <source>an experiment must be a map with the keys %1</source>
        <translation>실험은 다음 키를 가진 맵이어야 합니다: %1</translation>
    </message>
    <message>
        <source>an experiment has no key `%1`; did you mean `%2`? Allowed: %3</source>
        <translation>실험에 `%1` 키는 없습니다. `%2` 키를 뜻했나요? 가능한 값: %3</translation>
    </message>
    <message>
        <source>an experiment has no key `%1`; allowed: %2</source>
        <translation>실험에 `%1` 키는 없습니다. 가능한 값: %2</translation>
    </message>
    <message>
        <source>`%1` has no key `%2`; did you mean `%3`? Allowed: %4</source>
        <translation>`%1` 안에 `%2` 키는 없습니다. `%3` 키를 뜻했나요? 가능한 값: %4</translation>
    </message>
    <message>
        <source>`%1` has no key `%2`; allowed: %3</source>
        <translation>`%1` 안에 `%2` 키는 없습니다. 가능한 값: %3</translation>
    </message>
    <message>
        <source>`%1` must be a map with the keys %2</source>
        <translation>`%1` 값은 다음 키를 가진 맵이어야 합니다: %2</translation>
    </message>
    <message>
        <source>`%1` is given twice</source>
        <translation>`%1` 값이 두 번 있습니다</translation>
    </message>
    <message>
        <source>`%1` must be a text or a list of texts</source>
        <translation>`%1` 값은 텍스트나 텍스트 목록이어야 합니다</translation>
    </message>
    <message>
        <source>`%1` must be a list of texts</source>
        <translation>`%1` 값은 텍스트 목록이어야 합니다</translation>
    </message>
    <message>
        <source>`%1` must be a text</source>
        <translation>`%1` 값은 텍스트여야 합니다</translation>
    </message>
    <message>
        <source>`%1` must be a whole number</source>
        <translation>`%1` 값은 정수여야 합니다</translation>
    </message>
    <message>
        <source>`%1` must be a number, not `%2`</source>
        <translation>`%1` 값은 `%2` 아닌 숫자여야 합니다</translation>
    </message>
    <message>
        <source>`%1` must be a number</source>
        <translation>`%1` 값은 숫자여야 합니다</translation>
    </message>
    <message>
        <source>`%1` is `%2`; allowed: %3</source>
        <translation>`%1` 값이 `%2` 입니다. 가능한 값: %3</translation>
    </message>
    <message>
        <source>`%1` is %2; allowed: %3 to %4</source>
        <translation>`%1` 값이 %2 입니다. %3부터 %4까지 가능합니다</translation>
    </message>
    <message>
        <source>`%1` must be true or false</source>
        <translation>`%1` 값은 true 또는 false여야 합니다</translation>
    </message>
    <message>
        <source>`%1` needs a `%2`</source>
        <translation>`%1` 항목에 `%2` 값이 필요합니다</translation>
    </message>
    <message>
        <source>`%1` needs `%2` and `%3`</source>
        <translation>`%1` 항목에 `%2`, `%3` 값이 필요합니다</translation>
    </message>
    <message>
        <source>`%1` must be a map with a `method`: %2</source>
        <translation>`%1` 값은 `method` 키가 있는 맵이어야 합니다: %2</translation>
    </message>
    <message>
        <source>`monitor.ladder` must name an answer: a guard without any is `monitor.policy: stop`</source>
        <translation>`monitor.ladder` 목록에는 대응이 하나 이상 있어야 합니다: 대응 없는 감시는 `monitor.policy: stop` 입니다</translation>
    </message>
    <message>
        <source>`monitor.ladder` names `%1` twice</source>
        <translation>`monitor.ladder` 목록에 `%1` 항목이 두 번 있습니다</translation>
    </message>
    <message>
        <source>`monitor.ladder`: `%1` stands behind `stop` and is never reached</source>
        <translation>`monitor.ladder`: `%1` 항목은 `stop` 뒤에 있어 결코 쓰이지 않습니다</translation>
    </message>
    <message>
        <source>`data.image_size` must be a multiple of 32</source>
        <translation>`data.image_size` 값은 32의 배수여야 합니다</translation>
    </message>
    <message>
        <source>%1 is no multiple of 32</source>
        <translation>%1 값이 32의 배수가 아닙니다</translation>
    </message>
    <message>
        <source>must look like section.key=value</source>
        <translation>section.key=value 꼴이어야 합니다</translation>
    </message>
    <message>
        <source>not valid YAML: %1</source>
        <translation>올바른 YAML이 아닙니다: %1</translation>
    </message>
    <message>
        <source>illegal map value</source>
        <translation>맵의 값이 잘못되었습니다 (들여쓰기나 콜론을 보세요)</translation>
    </message>
    <message>
        <source>bad indentation of a mapping entry</source>
        <translation>맵 항목의 들여쓰기가 잘못되었습니다</translation>
    </message>
    <message>
        <source>end of map not found</source>
        <translation>맵의 끝을 찾을 수 없습니다</translation>
    </message>
    <message>
        <source>end of sequence not found</source>
        <translation>목록의 끝을 찾을 수 없습니다</translation>
    </message>
    <message>
        <source>end of map flow not found</source>
        <translation>`}` 괄호가 없습니다</translation>
    </message>
    <message>
        <source>end of sequence flow not found</source>
        <translation>`]` 괄호가 없습니다</translation>
    </message>
    <message>
        <source>unknown escape character: %1</source>
        <translation>모르는 이스케이프 문자: %1</translation>
    </message>
    <message>
        <source>illegal EOF in scalar</source>
        <translation>값이 끝나기 전에 파일이 끝났습니다</translation>
    </message>
    <message>
        <source>a pattern is at most 1000 bytes long</source>
        <translation>패턴은 1000바이트까지입니다</translation>
    </message>
    <message>
        <source>a pattern is empty; `**` selects the whole network</source>
        <translation>패턴이 비었습니다: `**` 패턴은 네트워크 전체를 고릅니다</translation>
    </message>
    <message>
        <source>a name is missing beside a dot in `%1`</source>
        <translation>`%1` 안의 점 옆에 이름이 없습니다</translation>
    </message>
    <message>
        <source>the regular expression is not valid at character %1: %2</source>
        <translation>정규식이 %1번째 글자에서 잘못되었습니다: %2</translation>
    </message>
    <message>
        <source>the regular expression `%1` takes too long; repeat fewer things within each other</source>
        <translation>정규식 `%1` 처리가 너무 오래 걸립니다: 겹친 반복을 줄이세요</translation>
    </message>
    <message>
        <source>a bracket `(` or `)` has no partner</source>
        <translation>괄호 `(` 또는 `)` 짝이 없습니다</translation>
    </message>
    <message>
        <source>a bracket `[` is not closed</source>
        <translation>괄호 `[` 닫히지 않음</translation>
    </message>
    <message>
        <source>an escape after `\` is not known</source>
        <translation>`\` 뒤의 이스케이프를 모릅니다</translation>
    </message>
    <message>
        <source>a repetition `{…}` is not two numbers in order</source>
        <translation>반복 `{…}` 안이 순서대로 된 두 수가 아닙니다</translation>
    </message>
    <message>
        <source>a range in `[…]` runs backwards</source>
        <translation>`[…]` 안의 범위가 거꾸로입니다</translation>
    </message>
    <message>
        <source>a look-behind has no greatest length</source>
        <translation>뒤돌아보기에 최대 길이가 없습니다</translation>
    </message>
    <message>
        <source>a back reference names no group</source>
        <translation>역참조가 가리키는 그룹이 없습니다</translation>
    </message>
    <message>
        <source>it is too big</source>
        <translation>너무 큽니다</translation>
    </message>
    <message>
        <source>it cannot be read (%1)</source>
        <translation>읽을 수 없습니다 (%1)</translation>
    </message>
    <message>
        <source>`%1`: %2</source>
        <translation>`%1`: %2</translation>
    </message>
    <message>
        <source>no folder is named: use --set data.root=FOLDER or the variable ESPALIER_DATA</source>
        <translation>폴더가 지정되지 않았습니다: --set data.root=FOLDER 또는 환경 변수 ESPALIER_DATA</translation>
    </message>
    <message>
        <source>the folder %1 does not exist</source>
        <translation>폴더 %1 없음</translation>
    </message>
    <message>
        <source>holds no data set of a known layout: COCO, YOLO text, Pascal VOC, LabelMe or masks</source>
        <translation>아는 형식의 데이터셋이 없습니다: COCO, YOLO 텍스트, Pascal VOC, LabelMe 또는 마스크</translation>
    </message>
    <message>
        <source>holds no data set of kind `%1`: see data.kind</source>
        <translation>`%1` 종류의 데이터셋이 없습니다: data.kind 값을 보세요</translation>
    </message>
    <message>
        <source>holds too few images to be divided by their names: make folders `train` and `val`</source>
        <translation>이름으로 나누기에는 이미지가 너무 적습니다: `train`, `val` 폴더를 만드세요</translation>
    </message>
    <message>
        <source>holds no training split: name it with data.%1</source>
        <translation>학습 집합이 없습니다: data.%1 값으로 지정하세요</translation>
    </message>
    <message>
        <source>holds no validation split: name it with data.%1</source>
        <translation>검증 집합이 없습니다: data.%1 값으로 지정하세요</translation>
    </message>
    <message>
        <source>is in no known format: COCO (JSON), YOLO text (data.yaml, or images beside labels), Pascal VOC (XML), LabelMe (JSON per image), or masks (test beside ground_truth)</source>
        <translation>아는 형식이 아닙니다: COCO(JSON), YOLO 텍스트(data.yaml, 또는 라벨 옆의 이미지), Pascal VOC(XML), LabelMe(이미지마다 JSON), 마스크(test 옆의 ground_truth)</translation>
    </message>
    <message>
        <source>holds no list `%1`: it is no COCO annotation file</source>
        <translation>`%1` 목록이 없습니다: COCO 주석 파일이 아닙니다</translation>
    </message>
    <message>
        <source>is no COCO annotation file</source>
        <translation>COCO 주석 파일이 아닙니다</translation>
    </message>
    <message>
        <source>has a category without an id and a name</source>
        <translation>id나 이름이 없는 카테고리가 있습니다</translation>
    </message>
    <message>
        <source>has two categories of id %1</source>
        <translation>id %1 카테고리가 둘 있습니다</translation>
    </message>
    <message>
        <source>has an image without an id and a file_name (entry %1)</source>
        <translation>id나 file_name이 없는 이미지가 있습니다(항목 %1)</translation>
    </message>
    <message>
        <source>has an annotation that is no object</source>
        <translation>객체가 아닌 주석이 있습니다</translation>
    </message>
    <message>
        <source>ends before its image does: copy it again</source>
        <translation>이미지가 끝나기 전에 파일이 끝납니다: 다시 복사하세요</translation>
    </message>
    <message>
        <source>is damaged in its first bytes: copy it again</source>
        <translation>첫 바이트들이 손상되었습니다: 다시 복사하세요</translation>
    </message>
    <message>
        <source>holds too few bytes for its size: copy it again</source>
        <translation>크기에 비해 바이트가 모자랍니다: 다시 복사하세요</translation>
    </message>
    <message>
        <source>cannot be decoded</source>
        <translation>디코딩할 수 없습니다</translation>
    </message>
    <message>
        <source>could not be encoded</source>
        <translation>인코딩할 수 없습니다</translation>
    </message>
    <message>
        <source>is no image that can be decoded (PNG, JPEG, BMP, TIFF, WebP)</source>
        <translation>디코딩할 수 있는 이미지가 아닙니다 (PNG, JPEG, BMP, TIFF, WebP)</translation>
    </message>
    <message>
        <source>is larger than 16384 pixels a side or 134 million pixels: make it smaller</source>
        <translation>한 변 16384 픽셀 또는 1억 3400만 픽셀보다 큽니다: 줄이세요</translation>
    </message>
    <message>
        <source>holds no JSON file of LabelMe</source>
        <translation>LabelMe의 JSON 파일이 없습니다</translation>
    </message>
    <message>
        <source>holds no annotation file (XML) of Pascal VOC</source>
        <translation>Pascal VOC의 주석 파일(XML)이 없습니다</translation>
    </message>
    <message>
        <source>cannot be taken apart</source>
        <translation>조각으로 나눌 수 없습니다</translation>
    </message>
    <message>
        <source>is no category of masks: it needs the folders `test` and `ground_truth`</source>
        <translation>마스크의 카테고리가 아닙니다: `test`, `ground_truth` 폴더가 필요합니다</translation>
    </message>
    <message>
        <source>was not read to its end: called off</source>
        <translation>끝까지 읽지 않음: 취소됨</translation>
    </message>
    <message>
        <source>lists no image that can be used; the first trouble: %1</source>
        <translation>쓸 수 있는 이미지가 없습니다. 첫 문제: %1</translation>
    </message>
    <message>
        <source>lists no image</source>
        <translation>이미지가 적혀 있지 않습니다</translation>
    </message>
    <message>
        <source>`%1` is no layout of files</source>
        <translation>`%1` 파일 배치를 모릅니다</translation>
    </message>
    <message>
        <source>`%1` must name classes 0, 1, 2, … without a hole, 10000 at most</source>
        <translation>`%1` 항목은 클래스 0, 1, 2, … 이름을 빈틈없이 10000개까지 적어야 합니다</translation>
    </message>
    <message>
        <source>the name of class %1 is no UTF-8 text</source>
        <translation>클래스 %1 이름이 UTF-8 텍스트가 아닙니다</translation>
    </message>
    <message>
        <source>`%1` leads out of the folder of the description: put it into the data set&apos;s folder</source>
        <translation>`%1` 경로가 설명 파일의 폴더를 벗어납니다: 데이터셋 폴더 안에 두세요</translation>
    </message>
    <message>
        <source>names `%1`, which does not exist</source>
        <translation>`%1` 없음</translation>
    </message>
    <message>
        <source>is no data description: it lacks `names` and `train`</source>
        <translation>데이터 설명이 아닙니다: `names`, `train` 항목이 없습니다</translation>
    </message>
    <message>
        <source>names no folder under `%1`</source>
        <translation>`%1` 아래에 폴더 이름이 없습니다</translation>
    </message>
    <message>
        <source>image is missing: left out</source>
        <translation>이미지 없음: 뺌</translation>
    </message>
    <message>
        <source>image %1: left out</source>
        <translation>이미지 문제, 뺌: %1</translation>
    </message>
    <message>
        <source>has no image: its boxes are left out</source>
        <translation>이미지 없음: 상자를 뺌</translation>
    </message>
    <message>
        <source>has no image `%1`: its boxes are left out</source>
        <translation>이미지 `%1` 없음: 상자를 뺌</translation>
    </message>
    <message>
        <source>has no label file: taken as without boxes</source>
        <translation>라벨 파일 없음: 상자 없는 것으로 봄</translation>
    </message>
    <message>
        <source>has no JSON file: not used</source>
        <translation>JSON 파일 없음: 쓰지 않음</translation>
    </message>
    <message>
        <source>has no annotation file: not used</source>
        <translation>주석 파일 없음: 쓰지 않음</translation>
    </message>
    <message>
        <source>is the mask of no image: left out</source>
        <translation>짝이 되는 이미지 없음: 뺌</translation>
    </message>
    <message>
        <source>leads out of the data set&apos;s folder: left out</source>
        <translation>데이터셋 폴더를 벗어남: 뺌</translation>
    </message>
    <message>
        <source>names the image `%1`, which leads out of the data set&apos;s folder: left out</source>
        <translation>이미지 `%1` 경로가 데이터셋 폴더를 벗어남: 뺌</translation>
    </message>
    <message>
        <source>has a name that is no UTF-8: left out, rename it</source>
        <translation>이름이 UTF-8이 아님: 뺌, 이름을 바꾸세요</translation>
    </message>
    <message>
        <source>belongs to no listed image: left out</source>
        <translation>목록에 없는 이미지의 주석: 뺌</translation>
    </message>
    <message>
        <source>image id %1 is listed twice; the first is used</source>
        <translation>이미지 id %1 중복: 첫째를 씁니다</translation>
    </message>
    <message>
        <source>has the unknown category %1: left out</source>
        <translation>모르는 카테고리 %1: 뺌</translation>
    </message>
    <message>
        <source>category `%1` is not among the classes: left out</source>
        <translation>카테고리 `%1` 클래스 목록에 없음: 뺌</translation>
    </message>
    <message>
        <source>%1: its image is left out</source>
        <translation>%1: 이미지를 뺌</translation>
    </message>
    <message>
        <source>%1 is of class `%2`, which is not among the classes: left out</source>
        <translation>%1: 클래스 `%2` 목록에 없음, 뺌</translation>
    </message>
    <message>
        <source>%1 is of class %2, which is not among the classes: left out</source>
        <translation>%1: 클래스 %2 목록에 없음, 뺌</translation>
    </message>
    <message>
        <source>is of class `%1`, which is not among the classes: left out</source>
        <translation>클래스 `%1` 목록에 없음: 뺌</translation>
    </message>
    <message>
        <source>%1 is of a class whose name is no UTF-8: left out</source>
        <translation>%1: 클래스 이름이 UTF-8이 아님, 뺌</translation>
    </message>
    <message>
        <source>%1 has a box that reaches over its image: cut at the rim</source>
        <translation>%1: 상자가 이미지를 벗어나 가장자리에서 자름</translation>
    </message>
    <message>
        <source>has a box that reaches over its image: cut at the rim</source>
        <translation>상자가 이미지를 벗어남: 가장자리에서 자름</translation>
    </message>
    <message>
        <source>has no box of four finite numbers: left out</source>
        <translation>유한한 네 수의 상자가 아님: 뺌</translation>
    </message>
    <message>
        <source>has a box of less than a pixel: left out</source>
        <translation>한 픽셀보다 작은 상자: 뺌</translation>
    </message>
    <message>
        <source>has a box outside its image: left out</source>
        <translation>이미지 밖의 상자: 뺌</translation>
    </message>
    <message>
        <source>is %1×%2, listed as %3</source>
        <translation>크기 %1×%2, 목록에는 %3</translation>
    </message>
    <message>
        <source>line %1 is neither a class and a box of four numbers nor a polygon: left out</source>
        <translation>%1번째 줄이 클래스와 네 수의 상자도, 다각형도 아님: 뺌</translation>
    </message>
    <message>
        <source>is wrong in a thousand places: what follows line %1 is left out</source>
        <translation>천 군데가 잘못됨: %1번째 줄 뒤를 뺌</translation>
    </message>
    <message>
        <source>is the same image as %1</source>
        <translation>%1 이미지와 같음</translation>
    </message>
    <message>
        <source>empty: a file of detections begins with a header</source>
        <translation>비었음: 예측 파일은 머리로 시작합니다</translation>
    </message>
    <message>
        <source>holds %1 detections where its header says %2: it was cut short or changed</source>
        <translation>머리에는 예측이 %2개인데 %1개 있습니다: 잘렸거나 바뀌었습니다</translation>
    </message>
    <message>
        <source>these detections cannot be kept: %1</source>
        <translation>이 예측은 보관할 수 없습니다: %1</translation>
    </message>
    <message>
        <source>image %1 is listed twice</source>
        <translation>이미지 %1 중복</translation>
    </message>
    <message>
        <source>the first line is no object with classes, images and truth</source>
        <translation>첫 줄이 classes, images, truth 객체가 아닙니다</translation>
    </message>
    <message>
        <source>the header has no list `%1` of at most 100,000 names</source>
        <translation>머리에 이름 100,000개 이하의 `%1` 목록이 없습니다</translation>
    </message>
    <message>
        <source>the header has no list `%1`</source>
        <translation>머리에 `%1` 목록이 없습니다</translation>
    </message>
    <message>
        <source>a class of the header is no text</source>
        <translation>머리의 클래스가 텍스트가 아닙니다</translation>
    </message>
    <message>
        <source>an image is an object with a whole `%1` and a `%2`</source>
        <translation>이미지는 정수 `%1` 값과 `%2` 값이 있는 객체입니다</translation>
    </message>
    <message>
        <source>`%1` is no finite number of 0 or more</source>
        <translation>`%1` 값이 0 이상의 유한한 수가 아닙니다</translation>
    </message>
    <message>
        <source>`%1` is neither true nor false</source>
        <translation>`%1` 값이 true도 false도 아닙니다</translation>
    </message>
    <message>
        <source>`%1` is no number from 0 to 1</source>
        <translation>`%1` 값이 0부터 1까지의 수가 아닙니다</translation>
    </message>
    <message>
        <source>`%1` and `%2` of an image are whole numbers from 1 to 1,000,000</source>
        <translation>이미지의 `%1`, `%2` 값은 1부터 1,000,000까지의 정수입니다</translation>
    </message>
    <message>
        <source>a box is an object with image, category and box</source>
        <translation>상자는 image, category, box 값이 있는 객체입니다</translation>
    </message>
    <message>
        <source>is not among the trained tensors: nothing was exported</source>
        <translation>학습된 텐서에 없습니다: 아무것도 내보내지 않았습니다</translation>
    </message>
    <message>
        <source>the plan has no open LoRA or DoRA, and HF PEFT knows none of its methods</source>
        <translation>계획에 열린 LoRA나 DoRA가 없고, HF PEFT가 아는 방식도 없습니다</translation>
    </message>
    <message>
        <source>one adapter of HF PEFT is LoRA or DoRA throughout: export them apart</source>
        <translation>HF PEFT 어댑터 하나는 전부 LoRA이거나 전부 DoRA입니다: 따로 내보내세요</translation>
    </message>
    <message>
        <source>`%1` holds neither float32 nor a half type</source>
        <translation>`%1` 값이 float32도 반정밀도도 아닙니다</translation>
    </message>
    <message>
        <source>must be a map of HF PEFT&apos;s options</source>
        <translation>HF PEFT 옵션의 맵이어야 합니다</translation>
    </message>
    <message>
        <source>%1 must be a number of at least 0</source>
        <translation>%1 값은 0 이상의 수여야 합니다</translation>
    </message>
    <message>
        <source>%1 tensors fit nothing in this network: %2</source>
        <translation>텐서 %1개가 이 네트워크의 어디에도 맞지 않습니다: %2</translation>
    </message>
    <message>
        <source>has a rank of %1; 1 to 4096 are read</source>
        <translation>랭크가 %1 입니다: 1부터 4096까지 읽습니다</translation>
    </message>
    <message>
        <source>the configuration selects %1 modules that have no tensors: %2</source>
        <translation>설정이 고른 모듈 %1개에 텐서가 없습니다: %2</translation>
    </message>
    <message>
        <source>sit where no such adapter can: %1</source>
        <translation>그런 어댑터가 놓일 수 없는 자리입니다: %1</translation>
    </message>
    <message>
        <source>has another shape than this network&apos;s layer needs</source>
        <translation>이 네트워크의 층이 요구하는 모양과 다릅니다</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>실행 %1</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>%1번째 줄</translation>
    </message>
    <message>
        <source>--set %1</source>
        <translation>--set %1</translation>
    </message>
    <message>
        <source>best validation</source>
        <translation>최고 검증</translation>
    </message>
    <message>
        <source>checkpoint</source>
        <translation>체크포인트</translation>
    </message>
    <message>
        <source>monitor</source>
        <translation>감시</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>계획</translation>
    </message>
    <message>
        <source>model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>audit</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>autopsy</source>
        <translation>사후 분석</translation>
    </message>
    <message>
        <source>dry run</source>
        <translation>1스텝 시험</translation>
    </message>
    <message>
        <source>non_finite_gradient</source>
        <translation>유한하지 않은 기울기</translation>
    </message>
    <message>
        <source>non_finite_loss</source>
        <translation>유한하지 않은 손실</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>spike</source>
        <translation>튐</translation>
    </message>
    <message>
        <source>negative_rate</source>
        <translation>0보다 작은 학습률(LR)</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>드리프트</translation>
    </message>
    <message>
        <source>loss_rises</source>
        <translation>손실 상승</translation>
    </message>
    <message>
        <source>norm_rises</source>
        <translation>기울기 노름 상승</translation>
    </message>
    <message>
        <source>loss_above_start</source>
        <translation>시작보다 높은 손실</translation>
    </message>
    <message>
        <source>loss_vanished</source>
        <translation>사라진 손실</translation>
    </message>
    <message>
        <source>skips_persist</source>
        <translation>끝없이 건너뛰는 스텝</translation>
    </message>
    <message>
        <source>chance_level</source>
        <translation>우연 수준</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 외 %2개</translation>
    </message>
    <message>
        <source>%1 [%2]</source>
        <translation>%1 [%2]</translation>
    </message>
    <message>
        <source>What is said is not allowed</source>
        <translation>허용되지 않는 값입니다</translation>
    </message>
    <message>
        <source>It does not exist</source>
        <translation>없습니다</translation>
    </message>
    <message>
        <source>It cannot be read</source>
        <translation>읽을 수 없습니다</translation>
    </message>
    <message>
        <source>This program cannot do that</source>
        <translation>이 프로그램이 할 수 없는 일입니다</translation>
    </message>
    <message>
        <source>It is held by something else, or exists already</source>
        <translation>다른 것이 쓰고 있거나 이미 있습니다</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>디스크가 가득 찼습니다</translation>
    </message>
    <message>
        <source>It could not be read or written</source>
        <translation>읽거나 쓸 수 없었습니다</translation>
    </message>
    <message>
        <source>Not enough memory</source>
        <translation>메모리가 모자랍니다</translation>
    </message>
    <message>
        <source>It was called off</source>
        <translation>취소되었습니다</translation>
    </message>
    <message>
        <source>A fault of the program</source>
        <translation>프로그램의 결함입니다</translation>
    </message>
    <message>
        <source>holds too many shapes, or too many wrong ones: what follows shape %1 is left out</source>
        <translation>도형이 너무 많거나 잘못된 것이 너무 많음: 도형 %1 뒤를 뺌</translation>
    </message>
    <message>
        <source>holds too many objects, or too many wrong ones: what follows object %1 is left out</source>
        <translation>객체가 너무 많거나 잘못된 것이 너무 많음: 객체 %1 뒤를 뺌</translation>
    </message>
    <message>
        <source>has %1 specks of less than 4 pixels: left out</source>
        <translation>4 픽셀보다 작은 점 %1개: 뺌</translation>
    </message>
    <message>
        <source>object %1 lacks its `%2` or `%3`: left out</source>
        <translation>객체 %1: `%2` 또는 `%3` 없음, 뺌</translation>
    </message>
    <message>
        <source>%1: left out</source>
        <translation>%1: 뺌</translation>
    </message>
    <message>
        <source>`%1` is no vision transformer: there are %2</source>
        <translation>`%1` 이름의 vision transformer는 없습니다. 가능한 값: %2</translation>
    </message>
</context>
<context>
    <name>DataText</name>
    <message>
        <source>missing images</source>
        <translation>없는 이미지</translation>
    </message>
    <message>
        <source>Left out. Copy the files to where the list says, or take them from the list.</source>
        <translation>제외했습니다. 목록이 가리키는 곳에 파일을 복사하거나 목록에서 빼십시오.</translation>
    </message>
    <message>
        <source>damaged images</source>
        <translation>손상된 이미지</translation>
    </message>
    <message>
        <source>Left out. Copy the files again from where they came.</source>
        <translation>제외했습니다. 원본에서 파일을 다시 복사하십시오.</translation>
    </message>
    <message>
        <source>paths outside</source>
        <translation>폴더 밖 경로</translation>
    </message>
    <message>
        <source>Never opened: the name leads out of the folder.</source>
        <translation>열지 않았습니다. 이름이 폴더 밖을 가리킵니다.</translation>
    </message>
    <message>
        <source>damaged labels</source>
        <translation>손상된 라벨</translation>
    </message>
    <message>
        <source>Left out. Mend the label file.</source>
        <translation>제외했습니다. 라벨 파일을 고치십시오.</translation>
    </message>
    <message>
        <source>labels of no image</source>
        <translation>이미지 없는 라벨</translation>
    </message>
    <message>
        <source>Left out: the image that they belong to is not there.</source>
        <translation>제외했습니다. 라벨에 해당하는 이미지가 없습니다.</translation>
    </message>
    <message>
        <source>boxes not finite</source>
        <translation>유한하지 않은 박스</translation>
    </message>
    <message>
        <source>Left out. Draw these boxes anew.</source>
        <translation>제외했습니다. 이 박스를 다시 그리십시오.</translation>
    </message>
    <message>
        <source>empty boxes</source>
        <translation>빈 박스</translation>
    </message>
    <message>
        <source>Left out: less than a pixel wide or high.</source>
        <translation>제외했습니다. 너비나 높이가 1픽셀보다 작습니다.</translation>
    </message>
    <message>
        <source>boxes outside</source>
        <translation>이미지 밖 박스</translation>
    </message>
    <message>
        <source>Left out. Was another image labelled than this one?</source>
        <translation>제외했습니다. 다른 이미지의 라벨이 아닌지 확인하십시오.</translation>
    </message>
    <message>
        <source>unknown classes</source>
        <translation>모르는 클래스</translation>
    </message>
    <message>
        <source>Left out. Add them to model.classes, or correct the labels.</source>
        <translation>제외했습니다. model.classes 항목에 추가하거나 라벨을 고치십시오.</translation>
    </message>
    <message>
        <source>boxes of no image</source>
        <translation>이미지 없는 박스</translation>
    </message>
    <message>
        <source>Left out: their image is not in the list.</source>
        <translation>제외했습니다. 해당 이미지가 목록에 없습니다.</translation>
    </message>
    <message>
        <source>images in both splits</source>
        <translation>두 분할에 모두 있는 이미지</translation>
    </message>
    <message>
        <source>Scores are too good: the network has learnt what it is measured on.</source>
        <translation>점수가 지나치게 높게 나옵니다. 평가할 이미지를 이미 학습했습니다.</translation>
    </message>
    <message>
        <source>images listed twice</source>
        <translation>두 번 적힌 이미지</translation>
    </message>
    <message>
        <source>The first is used.</source>
        <translation>첫 번째를 씁니다.</translation>
    </message>
    <message>
        <source>repeated images</source>
        <translation>중복 이미지</translation>
    </message>
    <message>
        <source>Both are used: the same picture counts twice.</source>
        <translation>둘 다 씁니다. 같은 그림이 두 번 계산됩니다.</translation>
    </message>
    <message>
        <source>boxes over the rim</source>
        <translation>가장자리를 넘는 박스</translation>
    </message>
    <message>
        <source>Cut at the rim of the image and used.</source>
        <translation>이미지 가장자리에서 잘라 씁니다.</translation>
    </message>
    <message>
        <source>sizes that differ</source>
        <translation>서로 다른 크기</translation>
    </message>
    <message>
        <source>The image is believed, not the list.</source>
        <translation>목록이 아니라 이미지의 크기를 따릅니다.</translation>
    </message>
    <message>
        <source>images without labels</source>
        <translation>라벨 없는 이미지</translation>
    </message>
    <message>
        <source>Used as images without a box.</source>
        <translation>박스 없는 이미지로 씁니다.</translation>
    </message>
    <message>
        <source>specks in masks</source>
        <translation>마스크의 얼룩</translation>
    </message>
    <message>
        <source>Left out: too small to be a box.</source>
        <translation>제외했습니다. 박스가 되기에는 너무 작습니다.</translation>
    </message>
    <message>
        <source>classes in one split</source>
        <translation>한 분할에만 있는 클래스</translation>
    </message>
    <message>
        <source>Never learnt, or never measured.</source>
        <translation>학습되지 않거나 평가되지 않습니다.</translation>
    </message>
    <message>
        <source>order of classes</source>
        <translation>클래스 순서</translation>
    </message>
    <message>
        <source>Matched by name here, not by every tool.</source>
        <translation>여기서는 이름으로 맞추지만 모든 도구가 그렇지는 않습니다.</translation>
    </message>
    <message>
        <source>boxes over all</source>
        <translation>전체를 덮는 박스</translation>
    </message>
    <message>
        <source>Used. Is a box of the whole image meant?</source>
        <translation>씁니다. 이미지 전체를 덮는 박스가 맞습니까?</translation>
    </message>
    <message>
        <source>repeated boxes</source>
        <translation>중복 박스</translation>
    </message>
    <message>
        <source>Both are used: the same thing counts twice.</source>
        <translation>둘 다 씁니다. 같은 대상이 두 번 계산됩니다.</translation>
    </message>
</context>
<context>
    <name>GuardBand</name>
    <message>
        <source>no sign</source>
        <translation>신호 없음</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>안정</translation>
    </message>
    <message>
        <source>loss-scale search</source>
        <translation>손실 배율 탐색</translation>
    </message>
    <message>
        <source>at chance level</source>
        <translation>우연 수준</translation>
    </message>
    <message>
        <source>lone spike</source>
        <translation>단발 급등</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>주의</translation>
    </message>
    <message>
        <source>drift</source>
        <translation>드리프트</translation>
    </message>
    <message>
        <source>divergence</source>
        <translation>발산</translation>
    </message>
    <message>
        <source>exploded</source>
        <translation>폭발</translation>
    </message>
</context>
<context>
    <name>Method</name>
    <message>
        <source>A feature adapter acts on an image&apos;s feature map: drop it on a block or a convolution</source>
        <translation>feature adapter는 이미지의 특징 맵에 작용합니다: 블록이나 convolution에 놓으세요</translation>
    </message>
    <message>
        <source>LoRA changes a weight matrix: drop it on a linear layer, a convolution or an embedding</source>
        <translation>LoRA는 가중치 행렬을 바꿉니다: linear, convolution 또는 embedding에 놓으세요</translation>
    </message>
    <message>
        <source>DoRA splits a weight into rows and their lengths: drop it on a linear layer or a convolution</source>
        <translation>DoRA는 가중치를 행과 그 길이로 나눕니다: linear나 convolution에 놓으세요</translation>
    </message>
    <message>
        <source>RLRR scales rows and columns of a weight: drop it on a linear layer or a convolution, and SSF on norms</source>
        <translation>RLRR은 가중치의 행과 열을 조정합니다: linear나 convolution에 놓고, norm에는 SSF를 쓰세요</translation>
    </message>
    <message>
        <source>SSF scales and shifts what a layer computes: drop it on a linear layer, a convolution, an embedding or a norm</source>
        <translation>SSF는 층의 출력을 늘이고 옮깁니다: linear, convolution, embedding 또는 norm에 놓으세요</translation>
    </message>
    <message>
        <source>An adapter stands behind the attention or the perceptron of a transformer layer: drop it there</source>
        <translation>Adapter는 transformer 층의 attention이나 perceptron 뒤에 섭니다: 그곳에 놓으세요</translation>
    </message>
    <message>
        <source>AdaptFormer runs beside the perceptron of a transformer layer: drop it there</source>
        <translation>AdaptFormer는 transformer 층의 perceptron 옆에서 작동합니다: 그곳에 놓으세요</translation>
    </message>
    <message>
        <source>FacT shares factors among the linear layers of a transformer: drop it on its linear layers</source>
        <translation>FacT는 transformer의 linear 층들이 인자를 나눠 씁니다: 그 linear 층에 놓으세요</translation>
    </message>
    <message>
        <source>Prompts are tokens before a transformer layer of an image tower: drop them on such layers</source>
        <translation>프롬프트는 이미지 타워의 transformer 층 앞에 오는 토큰입니다: 그런 층에 놓으세요</translation>
    </message>
    <message>
        <source>ARC changes what attention and perceptron read: drop it on the norms before them</source>
        <translation>ARC는 attention과 perceptron이 읽는 값을 바꿉니다: 그 앞의 norm에 놓으세요</translation>
    </message>
    <message>
        <source>BitFit trains biases: drop it on a linear layer, a convolution or a norm</source>
        <translation>BitFit은 bias를 학습합니다: linear, convolution 또는 norm에 놓으세요</translation>
    </message>
    <message>
        <source>This module makes no single map of known width for an adapter to act on</source>
        <translation>이 모듈은 어댑터가 작용할, 폭이 알려진 단일 맵을 만들지 않습니다</translation>
    </message>
    <message>
        <source>The running network lets no adapter act here</source>
        <translation>실행되는 네트워크는 여기에 어댑터를 허용하지 않습니다</translation>
    </message>
    <message>
        <source>Parts are chosen, and this is no fused query-key-value layer: set parts to whole</source>
        <translation>parts가 지정되었지만 이 층은 합쳐진 query-key-value 층이 아닙니다: parts를 whole로 두세요</translation>
    </message>
    <message>
        <source>FacT cuts a weight into squares, and the longer side of this one is no multiple of the shorter</source>
        <translation>FacT는 가중치를 정사각형으로 자르는데, 이 가중치의 긴 변은 짧은 변의 배수가 아닙니다</translation>
    </message>
    <message>
        <source>This layer has no bias to train</source>
        <translation>이 층에는 학습할 bias가 없습니다</translation>
    </message>
</context>
<context>
    <name>Outline</name>
    <message>
        <source>Frozen</source>
        <translation>동결</translation>
    </message>
    <message>
        <source>Unfrozen</source>
        <translation>동결 해제</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>Mixed</source>
        <translation>섞임</translation>
    </message>
</context>
<context>
    <name>Prediction</name>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>상자 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hit</source>
        <translation>
            <numerusform>적중 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missed</source>
        <translation>
            <numerusform>놓침 %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n false</source>
        <translation>
            <numerusform>오검출 %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preflight</name>
    <message>
        <source>The %1 pattern `%2` selects nothing: %3, which it is allowed to</source>
        <translation>%1 패턴 `%2` 선택 없음: %3 (허용됨)</translation>
    </message>
    <message>
        <source>The %1 pattern `%2` selects nothing: %3</source>
        <translation>%1 패턴 `%2` 선택 없음: %3</translation>
    </message>
    <message>
        <source>Nothing trains: all %1 parameters are frozen; add an adapter or unfreeze a branch</source>
        <translation>학습 대상이 없습니다: 파라미터 %1개가 모두 동결되어 있습니다. 어댑터를 넣거나 가지를 동결 해제하세요</translation>
    </message>
    <message>
        <source>The learning-rate scale ×%1 of `%2` reaches no tensor: %3</source>
        <translation>`%2` 패턴의 학습률(LR) 배율 ×%1 적용 대상 텐서 없음: %3</translation>
    </message>
    <message>
        <source>The class branches train wholly (%1 parameters) against frozen texts while part of the image path is frozen too: the study blamed this pairing for its explosion at epoch 109, and the class loss is the one part without a ceiling</source>
        <translation>이미지 경로 일부가 동결된 채, 클래스 가지 전체(파라미터 %1개)가 동결된 텍스트를 상대로 학습합니다. 연구는 에포크 109의 폭발을 이 조합 탓으로 보았고, 클래스 손실은 상한이 없는 유일한 항목입니다</translation>
    </message>
    <message>
        <source>The norm of %1 (%2) is frozen while the class branch before it trains: its statistics no longer fit, and the logits grow with the weights without a bound</source>
        <translation>%1(%2)의 norm은 동결되어 있는데 그 앞의 클래스 가지는 학습합니다: 통계가 더는 맞지 않고, 로짓이 가중치와 함께 한없이 커집니다</translation>
    </message>
    <message>
        <source>The adapter rule `%1` sits on %2 whose own weights train too (%3): both learn the same change, and what the adapter adds cannot be told</source>
        <translation>어댑터 규칙 `%1` 아래 %2(%3)은 자기 가중치도 학습합니다: 둘이 같은 변화를 배워, 어댑터가 더한 것을 가려낼 수 없습니다</translation>
    </message>
    <message>
        <source>%1 running statistics under frozen norms would move in training</source>
        <translation>동결된 norm 아래의 이동 통계 %1개가 학습 중에 움직입니다</translation>
    </message>
    <message>
        <source>Roughly %1 will be needed (weights %2, gradients and optimizer %3, activations %4 at batch %5 and %6 px), and this machine has %7</source>
        <translation>메모리가 약 %1 필요한데(가중치 %2, 기울기와 옵티마이저 %3, 활성값 %4, 배치 %5, %6 px) 이 컴퓨터에는 %7 있습니다</translation>
    </message>
    <message>
        <source>%1 of %2 names another class than its own: class %3 is `%4` and its prompt is `%5`</source>
        <translation>%2 중 %1개가 다른 클래스의 이름을 씁니다: 클래스 %3은 `%4`, 그 프롬프트는 `%5`</translation>
    </message>
    <message>
        <source>%1 of %2 name another class than their own: class %3 is `%4` and its prompt is `%5`</source>
        <translation>%2 중 %1개가 다른 클래스의 이름을 씁니다: 클래스 %3은 `%4`, 그 프롬프트는 `%5`</translation>
    </message>
    <message>
        <source>Training and validation number the same classes differently: %1 against %2</source>
        <translation>학습과 검증에서 같은 클래스의 번호가 다릅니다: %1 대 %2</translation>
    </message>
    <message>
        <source>The classes of the experiment and of the training set stand in different order: %1 against %2</source>
        <translation>실험과 학습 집합의 클래스 순서가 다릅니다: %1 대 %2</translation>
    </message>
    <message>
        <source>There is %1 for %2: text k belongs to label k</source>
        <translation>%2에 %1가 있습니다: k번째 텍스트는 k번 라벨의 것입니다</translation>
    </message>
    <message>
        <source>There are %1 for %2: text k belongs to label k</source>
        <translation>%2에 %1가 있습니다: k번째 텍스트는 k번 라벨의 것입니다</translation>
    </message>
    <message>
        <source>Training and validation read one file, %1: %2</source>
        <translation>학습과 검증이 같은 파일 %1 하나를 읽습니다: %2</translation>
    </message>
    <message>
        <source>Training and validation read one file, %1</source>
        <translation>학습과 검증이 같은 파일 %1 하나를 읽습니다</translation>
    </message>
    <message>
        <source>%1 of %2 is trained on (`%3`), so the result says nothing</source>
        <translation>%2 중 %1개로 학습하므로(`%3`) 결과에 의미가 없습니다</translation>
    </message>
    <message>
        <source>%1 of %2 are trained on (`%3` first), so the result says nothing</source>
        <translation>%2 중 %1개로 학습하므로(처음은 `%3`) 결과에 의미가 없습니다</translation>
    </message>
    <message>
        <source>The %1 set of %2 has no box at all</source>
        <translation>%1 집합(%2)에 상자가 하나도 없습니다</translation>
    </message>
    <message>
        <source>None of the %1 is larger than 2 px at an input of %2 px</source>
        <translation>입력 %2 px에서 %1 가운데 2 px보다 큰 것이 없습니다</translation>
    </message>
    <message>
        <source>%1 of %2 is 2 px or less at an input of %3 px and cannot be learnt</source>
        <translation>입력 %3 px에서 %2 중 %1개가 2 px 이하라 배울 수 없습니다</translation>
    </message>
    <message>
        <source>%1 of %2 are 2 px or less at an input of %3 px and cannot be learnt</source>
        <translation>입력 %3 px에서 %2 중 %1개가 2 px 이하라 배울 수 없습니다</translation>
    </message>
    <message>
        <source>Class %1 has no %2 box: nothing of it is learnt</source>
        <translation>클래스 %1에 %2 상자가 없습니다: 배우는 것이 없습니다</translation>
    </message>
    <message>
        <source>Class %1 has no %2 box: it has no AP</source>
        <translation>클래스 %1에 %2 상자가 없습니다: AP가 없습니다</translation>
    </message>
    <message>
        <source>Classes %1 have no %2 box: nothing of it is learnt</source>
        <translation>클래스 %1에 %2 상자가 없습니다: 배우는 것이 없습니다</translation>
    </message>
    <message>
        <source>Classes %1 have no %2 box: it has no AP</source>
        <translation>클래스 %1에 %2 상자가 없습니다: AP가 없습니다</translation>
    </message>
    <message>
        <source>%1 trains on batches of %2: below %3 their statistics are mostly noise</source>
        <translation>%1가 %2짜리 배치로 학습합니다: %3장 미만에서는 통계가 대부분 잡음입니다</translation>
    </message>
    <message>
        <source>%1 train on batches of %2: below %3 their statistics are mostly noise</source>
        <translation>%1가 %2짜리 배치로 학습합니다: %3장 미만에서는 통계가 대부분 잡음입니다</translation>
    </message>
    <message>
        <source>%1 in batches of %2 leave a last batch of 1 image, on which %3 trains</source>
        <translation>%1을 %2장씩 나누면 마지막 배치에 1장만 남고, %3가 그것으로 학습합니다</translation>
    </message>
    <message>
        <source>%1 in batches of %2 leave a last batch of 1 image, on which %3 train</source>
        <translation>%1을 %2장씩 나누면 마지막 배치에 1장만 남고, %3가 그것으로 학습합니다</translation>
    </message>
    <message>
        <source>Validation has few boxes of some classes (%1): each box moves the mean AP much, so small differences between runs are noise</source>
        <translation>검증에 상자가 적은 클래스가 있습니다(%1): 상자 하나가 평균 AP를 크게 움직이므로, 실행 사이의 작은 차이는 잡음입니다</translation>
    </message>
    <message>
        <source>The box loss reads distributions across cells, so loss_dfl learns nothing and stays at chance, 1.5 ln 16 = %1 an image (%2 at batch %3)</source>
        <translation>상자 손실이 분포를 셀을 가로질러 읽어, loss_dfl은 아무것도 배우지 못하고 우연 수준에 머뭅니다: 이미지당 1.5 ln 16 = %1 (배치 %3에서 %2)</translation>
    </message>
    <message>
        <source>The schedule spans %1 of %2: the learning rate falls below zero in %3, to %4</source>
        <translation>스케줄이 %2 중 %1까지만 이어집니다: %3에서 학습률(LR)이 0 아래로, %4까지 떨어집니다</translation>
    </message>
    <message>
        <source>The schedule spans %1 of %2: the learning rate falls below its floor, to %3</source>
        <translation>스케줄이 %2 중 %1까지만 이어집니다: 학습률(LR)이 하한 아래로, %3까지 떨어집니다</translation>
    </message>
    <message>
        <source>The schedule spans %1 of %2: the last %3 run at its floor, %4 of the learning rate</source>
        <translation>스케줄이 %2 중 %1까지만 이어집니다: 마지막 %3 에포크는 하한, 즉 학습률(LR)의 %4배로 돕니다</translation>
    </message>
    <message>
        <source>From %1 to %2 the learning rate is below zero, %3 at the end: every step there climbs the loss</source>
        <translation>%1부터 %2까지 학습률(LR)이 0보다 작습니다(끝에서 %3): 그곳의 모든 스텝이 손실을 키웁니다</translation>
    </message>
    <message>
        <source>The warm-up of %1, at %2 per epoch, would end after epoch %3, and the run has %4: the learning rate peaks at %5 instead of %6</source>
        <translation>%1 워밍업은 에포크당 %2일 때 에포크 %3 뒤에야 끝나는데 실행은 %4입니다: 학습률(LR) 최고점이 %6 아닌 %5입니다</translation>
    </message>
    <message>
        <source>The warm-up takes the whole run: the learning rate peaks at %1 instead of %2</source>
        <translation>워밍업이 실행 전체를 차지합니다: 학습률(LR) 최고점이 %2 아닌 %1입니다</translation>
    </message>
    <message>
        <source>The warm-up of %1, at %2 per epoch, ends after epoch %3 of %4: the learning rate peaks at %5 instead of %6</source>
        <translation>%1 워밍업은 에포크당 %2일 때 %4 중 에포크 %3 뒤에 끝납니다: 학습률(LR) 최고점이 %6 아닌 %5입니다</translation>
    </message>
    <message>
        <source>The warm-up ends after epoch %1 of %2: the learning rate peaks at %3 instead of %4</source>
        <translation>워밍업이 %2 중 에포크 %1 뒤에 끝납니다: 학습률(LR) 최고점이 %4 아닌 %3입니다</translation>
    </message>
    <message>
        <source>Mosaic and mixup (probabilities %1 and %2) go on to the last of %3: the network never settles on whole images, on which it is measured</source>
        <translation>mosaic과 mixup(확률 %1, %2)이 %3의 끝까지 이어집니다: 네트워크가 평가 대상인 온전한 이미지에 적응하지 못합니다</translation>
    </message>
    <message>
        <source>Mosaic and mixup are closed for the last %1 of %2: they never act</source>
        <translation>mosaic과 mixup이 %2 중 마지막 %1 동안 꺼져 있습니다: 한 번도 쓰이지 않습니다</translation>
    </message>
    <message>
        <source>Gradients are not clipped at a learning rate of %1 (from %2 on, one bad batch can throw %3 off)</source>
        <translation>학습률(LR) %1에서 기울기를 자르지 않습니다(%2부터는 나쁜 배치 하나로 %3 학습이 무너질 수 있습니다)</translation>
    </message>
    <message>
        <source>A step shall gather %1 batches, and an epoch has %2: each epoch is one step of %3</source>
        <translation>한 스텝이 배치 %1개를 모으는데 한 에포크에는 %2개뿐입니다: 에포크마다 %3짜리 스텝 하나가 됩니다</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>규칙 지우기</translation>
    </message>
    <message>
        <source>Replace by `%1`</source>
        <translation>`%1` 패턴으로 바꾸기</translation>
    </message>
    <message>
        <source>Let these contrast heads train too</source>
        <translation>이 contrast head도 학습시키기</translation>
    </message>
    <message>
        <source>Take %1 at once, %2 batches per step</source>
        <translation>한 번에 %1, 스텝당 배치 %2개로</translation>
    </message>
    <message>
        <source>Put the prompts in the order of the classes</source>
        <translation>프롬프트를 클래스 순서로 놓기</translation>
    </message>
    <message>
        <source>Fix the order to that of the training set</source>
        <translation>학습 집합의 순서로 고정</translation>
    </message>
    <message>
        <source>Take the order of the training set</source>
        <translation>학습 집합의 순서 쓰기</translation>
    </message>
    <message>
        <source>Use the class names as prompts</source>
        <translation>클래스 이름을 프롬프트로 쓰기</translation>
    </message>
    <message>
        <source>Train on %1</source>
        <translation>%1 파일로 학습</translation>
    </message>
    <message>
        <source>Validate on %1</source>
        <translation>%1 파일로 검증</translation>
    </message>
    <message>
        <source>Take batches of %1</source>
        <translation>배치를 %1장으로</translation>
    </message>
    <message>
        <source>Read distributions cell by cell</source>
        <translation>분포를 셀마다 읽기</translation>
    </message>
    <message>
        <source>Span all %1</source>
        <translation>%1 전체에 걸치기</translation>
    </message>
    <message>
        <source>Keep the learning rate at or above its floor</source>
        <translation>학습률(LR)을 하한 이상으로 유지</translation>
    </message>
    <message>
        <source>Warm up over a tenth of the run</source>
        <translation>실행의 10분의 1 동안 워밍업</translation>
    </message>
    <message>
        <source>Close them for the last %1</source>
        <translation>마지막 %1 동안 끄기</translation>
    </message>
    <message>
        <source>Switch them off</source>
        <translation>끄기</translation>
    </message>
    <message>
        <source>Clip the gradient norm at 10</source>
        <translation>기울기 노름을 10에서 자르기</translation>
    </message>
    <message>
        <source>Gather %1</source>
        <translation>%1 모으기</translation>
    </message>
    <message>
        <source>no module has this name</source>
        <translation>이 이름의 모듈이 없습니다</translation>
    </message>
    <message>
        <source>no module matches</source>
        <translation>일치하는 모듈이 없습니다</translation>
    </message>
    <message>
        <source>matches %1 module that holds no parameters (an identity)</source>
        <translation>파라미터가 없는 모듈 %1개와 일치합니다 (identity)</translation>
    </message>
    <message>
        <source>matches %1 modules that hold no parameters (identities)</source>
        <translation>파라미터가 없는 모듈 %1개와 일치합니다 (identity)</translation>
    </message>
    <message>
        <source>matches %1 module that holds no parameters</source>
        <translation>파라미터가 없는 모듈 %1개와 일치합니다</translation>
    </message>
    <message>
        <source>matches %1 modules that hold no parameters</source>
        <translation>파라미터가 없는 모듈 %1개와 일치합니다</translation>
    </message>
    <message>
        <source>matches %1 module that cannot carry %2</source>
        <translation>%2 어댑터를 달 수 없는 모듈 %1개와 일치합니다</translation>
    </message>
    <message>
        <source>matches %1 modules that cannot carry %2</source>
        <translation>%2 어댑터를 달 수 없는 모듈 %1개와 일치합니다</translation>
    </message>
    <message>
        <source>a later rule grafts the same method on every site</source>
        <translation>뒤의 규칙이 모든 자리에 같은 방식을 접목합니다</translation>
    </message>
    <message>
        <source>all matched modules are excluded</source>
        <translation>일치한 모듈이 모두 제외되었습니다</translation>
    </message>
    <message>
        <source>nothing under the matched modules trains</source>
        <translation>일치한 모듈 아래에 학습하는 것이 없습니다</translation>
    </message>
    <message>
        <source>%1 validation image</source>
        <translation>검증 이미지 %1장</translation>
    </message>
    <message>
        <source>%1 validation images</source>
        <translation>검증 이미지 %1장</translation>
    </message>
    <message>
        <source>%1 training image</source>
        <translation>학습 이미지 %1장</translation>
    </message>
    <message>
        <source>%1 training images</source>
        <translation>학습 이미지 %1장</translation>
    </message>
    <message>
        <source>%1 validation box</source>
        <translation>검증 상자 %1개</translation>
    </message>
    <message>
        <source>%1 validation boxes</source>
        <translation>검증 상자 %1개</translation>
    </message>
    <message>
        <source>%1 training box</source>
        <translation>학습 상자 %1개</translation>
    </message>
    <message>
        <source>%1 training boxes</source>
        <translation>학습 상자 %1개</translation>
    </message>
    <message>
        <source>%1 contrast head</source>
        <translation>contrast head %1개</translation>
    </message>
    <message>
        <source>%1 contrast heads</source>
        <translation>contrast head %1개</translation>
    </message>
    <message>
        <source>%1 BatchNorm</source>
        <translation>BatchNorm %1개</translation>
    </message>
    <message>
        <source>%1 BatchNorms</source>
        <translation>BatchNorm %1개</translation>
    </message>
    <message>
        <source>%1 epoch</source>
        <translation>%1 에포크</translation>
    </message>
    <message>
        <source>%1 epochs</source>
        <translation>%1 에포크</translation>
    </message>
    <message>
        <source>about epoch %1</source>
        <translation>약 에포크 %1</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>에포크 %1</translation>
    </message>
    <message>
        <source>%1 step</source>
        <translation>%1스텝</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1스텝</translation>
    </message>
    <message>
        <source>%1 image</source>
        <translation>이미지 %1장</translation>
    </message>
    <message>
        <source>%1 images</source>
        <translation>이미지 %1장</translation>
    </message>
    <message>
        <source>%1 batch</source>
        <translation>배치 %1개</translation>
    </message>
    <message>
        <source>%1 batches</source>
        <translation>배치 %1개</translation>
    </message>
    <message>
        <source>%1 module</source>
        <translation>모듈 %1개</translation>
    </message>
    <message>
        <source>%1 modules</source>
        <translation>모듈 %1개</translation>
    </message>
    <message>
        <source>%1 prompt</source>
        <translation>프롬프트 %1개</translation>
    </message>
    <message>
        <source>%1 prompts</source>
        <translation>프롬프트 %1개</translation>
    </message>
    <message>
        <source>%1 class</source>
        <translation>클래스 %1개</translation>
    </message>
    <message>
        <source>%1 classes</source>
        <translation>클래스 %1개</translation>
    </message>
    <message>
        <source>`%1` and %2 more</source>
        <translation>`%1` 외 %2개</translation>
    </message>
    <message>
        <source>`%1` and `%2`</source>
        <translation>`%1`, `%2`</translation>
    </message>
    <message>
        <source>%1 of `%2`</source>
        <translation>`%2` %1개</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>검증</translation>
    </message>
</context>
<context>
    <name>RealisedSetting</name>
    <message>
        <source>%1 was asked for; the highest that a step had was %2.</source>
        <translation>요청한 값은 %1, 스텝에서 실제로 쓰인 최댓값은 %2입니다.</translation>
    </message>
    <message>
        <source>The run ended in epoch %1 of %2.</source>
        <translation>%2 에폭 중 %1 에폭에서 끝난 실행입니다.</translation>
    </message>
</context>
<context>
    <name>Rule</name>
    <message>
        <source>Freeze</source>
        <translation>동결 (freeze)</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>동결 해제</translation>
    </message>
    <message>
        <source>LR scale</source>
        <translation>LR 배율</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>제외</translation>
    </message>
</context>
<context>
    <name>RunPrompt</name>
    <message>
        <source>Stop after this step</source>
        <translation>이 스텝 뒤에 멈춤</translation>
    </message>
    <message>
        <source>Keep going</source>
        <translation>계속하기</translation>
    </message>
    <message>
        <source>Multiply every group&apos;s learning rate from the next step on.</source>
        <translation>다음 스텝부터 모든 그룹의 학습률에 곱합니다.</translation>
    </message>
    <message>
        <source>Change LR</source>
        <translation>학습률 바꾸기</translation>
    </message>
    <message numerus="yes">
        <source>The run goes back to its newest healthy state at or before step %1. What it learnt since is lost: %n step(s) at least, %2 of training. The curves keep them, and the batches come in another order.</source>
        <translation>
            <numerusform>스텝 %1 이전의 가장 새로운 정상 상태로 되감습니다. 그 뒤에 학습한 것은 잃습니다: 최소 %n스텝, 학습 시간 %2. 곡선에는 남으며 배치 순서는 달라집니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Rewind to step %1</source>
        <translation>스텝 %1 로 되감기</translation>
    </message>
    <message>
        <source>After this step: the run writes a checkpoint and can be resumed from there.</source>
        <translation>이 스텝 뒤: 체크포인트를 쓰고 멈추며, 거기서 이어할 수 있습니다.</translation>
    </message>
    <message numerus="yes">
        <source>Now: nothing is written; Resume goes back to step %1, and %n step(s) are lost.</source>
        <translation>
            <numerusform>지금: 아무것도 쓰지 않습니다. 이어하기는 스텝 %1 로 돌아가고 %n스텝을 잃습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Now: nothing is written, and there is no checkpoint yet: %n step(s) are lost.</source>
        <translation>
            <numerusform>지금: 아무것도 쓰지 않으며 체크포인트도 아직 없습니다: %n스텝을 잃습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>지금 멈추기</translation>
    </message>
</context>
<context>
    <name>RunSentence</name>
    <message numerus="yes">
        <source>%n run(s) before it.</source>
        <translation>
            <numerusform>앞에 실행 %n개가 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Data are opened, the network is made, its adapters are grafted.</source>
        <translation>데이터를 열고, 네트워크를 만들고, 어댑터를 접목합니다.</translation>
    </message>
    <message>
        <source>%1: %2 epochs, batch %3, LR %4; %5 adapter rules, %6 unfreeze patterns.</source>
        <translation>%1: %2 에폭, 배치 %3, 학습률 (LR) %4, 어댑터 규칙 %5개, 동결 해제 패턴 %6개.</translation>
    </message>
    <message>
        <source>The first step is drawn as soon as it is done.</source>
        <translation>첫 스텝이 끝나는 대로 그려집니다.</translation>
    </message>
    <message>
        <source>Last heard of at step %1 of %2, epoch %3; guard: %4.</source>
        <translation>마지막 소식: %2 스텝 중 %1 스텝, %3 에폭, 감시: %4.</translation>
    </message>
    <message>
        <source>Resume goes on from its checkpoint of step %1.</source>
        <translation>이어서 실행하면 %1 스텝의 체크포인트에서 계속합니다.</translation>
    </message>
    <message>
        <source>It has no checkpoint: Resume begins anew.</source>
        <translation>체크포인트가 없어 이어서 실행하면 처음부터 시작합니다.</translation>
    </message>
</context>
<context>
    <name>RunText</name>
    <message>
        <source>Gradient norm is %1, largest in %2</source>
        <translation>기울기 노름 %1, 가장 큰 곳 %2</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 = %2</translation>
    </message>
    <message>
        <source>Diverged: %1 is %2, for good</source>
        <translation>발산: %1 = %2, 돌아오지 않음</translation>
    </message>
    <message>
        <source>Spike: %1 is %2</source>
        <translation>튐: %1 = %2</translation>
    </message>
    <message>
        <source>Stable again</source>
        <translation>다시 안정</translation>
    </message>
    <message>
        <source>step skipped</source>
        <translation>스텝 건너뜀</translation>
    </message>
    <message>
        <source>rewound to step %1</source>
        <translation>스텝 %1 로 되감음</translation>
    </message>
    <message>
        <source>run stopped</source>
        <translation>실행 멈춤</translation>
    </message>
    <message>
        <source>%1 of %2 parameters train; %3 training and %4 validation images</source>
        <translation>파라미터 %2개 중 %1개 학습, 학습 이미지 %3장, 검증 이미지 %4장</translation>
    </message>
    <message>
        <source>Started: %1</source>
        <translation>시작: %1</translation>
    </message>
    <message>
        <source>Went on from step %1: %2</source>
        <translation>스텝 %1 에서 이어짐: %2</translation>
    </message>
    <message>
        <source>You asked to stop</source>
        <translation>멈추기를 요청함</translation>
    </message>
    <message>
        <source>You paused the run</source>
        <translation>일시 정지함</translation>
    </message>
    <message>
        <source>You let the run go on</source>
        <translation>계속하게 함</translation>
    </message>
    <message>
        <source>You asked for a checkpoint</source>
        <translation>체크포인트를 요청함</translation>
    </message>
    <message>
        <source>You set LR × %1</source>
        <translation>LR × %1 로 정함</translation>
    </message>
    <message>
        <source>You asked to go back to step %1</source>
        <translation>스텝 %1 로 되감으라고 함</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>준비</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>멈춤</translation>
    </message>
    <message>
        <source>Exploded</source>
        <translation>폭발</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>소식 끊김</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>안정</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>주의</translation>
    </message>
    <message>
        <source>exploded</source>
        <translation>폭발</translation>
    </message>
    <message>
        <source>Checkpoint %1</source>
        <translation>체크포인트 %1</translation>
    </message>
    <message>
        <source>the gradient of %1</source>
        <translation>%1 의 기울기</translation>
    </message>
    <message>
        <source>The learning rate is %1: below zero the loss is climbed</source>
        <translation>학습률(LR)이 %1: 0보다 작으면 손실이 커집니다</translation>
    </message>
    <message>
        <source>Drift: %1 leaves its course, now %2</source>
        <translation>드리프트: %1 추세 이탈, 현재 %2</translation>
    </message>
    <message>
        <source>%1 rises: %2</source>
        <translation>%1 상승: %2</translation>
    </message>
    <message>
        <source>%1 stands above its start: %2</source>
        <translation>%1: 시작보다 높음, %2</translation>
    </message>
    <message>
        <source>%1 fell to %2 at once: nothing is left to learn from</source>
        <translation>%1: 한꺼번에 %2 로 떨어짐, 배울 것이 남지 않음</translation>
    </message>
    <message>
        <source>Steps are skipped without an end: %1 is %2</source>
        <translation>스텝을 끝없이 건너뜀: %1 = %2</translation>
    </message>
    <message>
        <source>%1 stands where guessing would: %2</source>
        <translation>%1: 우연 수준에 머묾, %2</translation>
    </message>
    <message>
        <source>Mixed precision looks for its loss scale</source>
        <translation>혼합 정밀도가 손실 배율(loss scale)을 찾는 중</translation>
    </message>
    <message>
        <source>Limping: the run goes on, but it does not learn as before</source>
        <translation>절뚝임: 실행은 이어지지만 전처럼 학습하지 못함</translation>
    </message>
    <message>
        <source>You asked for it</source>
        <translation>요청에 따라</translation>
    </message>
    <message>
        <source>gradient clipped</source>
        <translation>기울기 자름</translation>
    </message>
    <message>
        <source>learning rate lowered</source>
        <translation>학습률 낮춤</translation>
    </message>
    <message>
        <source>branch frozen</source>
        <translation>가지 동결</translation>
    </message>
    <message>
        <source>branch %1 frozen</source>
        <translation>가지 %1 동결</translation>
    </message>
    <message>
        <source>Autopsy: press Enter to read why</source>
        <translation>사후 분석: Enter를 누르면 이유를 봅니다</translation>
    </message>
</context>
<context>
    <name>Skyline</name>
    <message>
        <source>not measured</source>
        <translation>측정 안 됨</translation>
    </message>
    <message>
        <source>non-finite</source>
        <translation>유한하지 않음</translation>
    </message>
</context>
<context>
    <name>espalier::ui::AdviceBar</name>
    <message>
        <source>%1 training images are few: adapters alone</source>
        <translation>학습 이미지 %1장은 적습니다: 어댑터만 학습</translation>
    </message>
    <message>
        <source>%1 training images carry low-rank updates of rank 8 to 16</source>
        <translation>학습 이미지 %1장이면 랭크 8~16의 저랭크 갱신이 알맞습니다</translation>
    </message>
    <message>
        <source>%1 training images carry rank 16 to 32, and the image path at a low rate</source>
        <translation>학습 이미지 %1장이면 랭크 16~32, 이미지 경로는 낮은 LR이 알맞습니다</translation>
    </message>
    <message>
        <source>%1 training images are enough for all weights</source>
        <translation>학습 이미지 %1장은 모든 가중치에 충분합니다</translation>
    </message>
    <message>
        <source>with %1 of memory little may train</source>
        <translation>메모리 %1에서는 조금만 학습할 수 있습니다</translation>
    </message>
    <message>
        <source>in service accuracy counts more than what training costs</source>
        <translation>서비스에서는 학습 비용보다 정확도가 중요합니다</translation>
    </message>
    <message>
        <source>Advice: %1. %2</source>
        <translation>조언: %1. %2</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>For this data alone</source>
        <translation>이 데이터만</translation>
    </message>
    <message>
        <source>For service</source>
        <translation>서비스용</translation>
    </message>
</context>
<context>
    <name>espalier::ui::AutopsyPanel</name>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Back to the events</source>
        <translation>이벤트로 돌아가기</translation>
    </message>
    <message>
        <source>Autopsy</source>
        <translation>사후 분석</translation>
    </message>
    <message>
        <source>The autopsy could not be read</source>
        <translation>사후 분석을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Autopsy written: %1</source>
        <translation>사후 분석을 썼습니다: %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>스텝 %1</translation>
    </message>
    <message>
        <source>Reading the autopsy of step %1</source>
        <translation>스텝 %1 의 사후 분석을 읽는 중</translation>
    </message>
    <message>
        <source>Likely cause</source>
        <translation>유력한 원인</translation>
    </message>
    <message>
        <source>No known cause fits what was measured</source>
        <translation>측정된 것에 맞는 알려진 원인이 없습니다</translation>
    </message>
    <message numerus="yes">
        <source>The first warning came at step %1, %n step(s) before.</source>
        <translation>
            <numerusform>첫 경고는 스텝 %1, %n스텝 전이었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>What speaks for it</source>
        <translation>뒷받침하는 것</translation>
    </message>
    <message>
        <source>What speaks against it</source>
        <translation>반대되는 것</translation>
    </message>
    <message>
        <source>Less likely</source>
        <translation>덜 유력한 원인</translation>
    </message>
    <message>
        <source>step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>First module: none was found</source>
        <translation>처음 나빠진 모듈: 찾지 못함</translation>
    </message>
    <message>
        <source>First module that went bad, on the way forward</source>
        <translation>순전파(forward)에서 처음 나빠진 모듈</translation>
    </message>
    <message>
        <source>First module that went bad, on the way back</source>
        <translation>역전파(backward)에서 처음 나빠진 모듈</translation>
    </message>
    <message>
        <source>%1: select it in Design</source>
        <translation>%1: 설계에서 선택</translation>
    </message>
    <message>
        <source>output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>기울기</translation>
    </message>
    <message>
        <source>update</source>
        <translation>업데이트</translation>
    </message>
    <message>
        <source>The batch, as the network got it</source>
        <translation>네트워크가 받은 배치</translation>
    </message>
    <message>
        <source>%1 cannot be read</source>
        <translation>읽을 수 없음: %1</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>취한 조치</translation>
    </message>
    <message>
        <source>What to try</source>
        <translation>해 볼 것</translation>
    </message>
    <message>
        <source>Nothing was out of place at this step</source>
        <translation>이 스텝에는 이상이 없었습니다</translation>
    </message>
    <message>
        <source>An autopsy is made of a warning or an explosion: choose one of the marks above the curves.</source>
        <translation>사후 분석은 경고나 폭발에 대해 만들어집니다. 곡선 위의 표식을 고르십시오.</translation>
    </message>
    <message>
        <source>Autopsy: exploded at epoch %1</source>
        <translation>사후 분석: 에폭(epoch) %1 에서 폭발</translation>
    </message>
    <message>
        <source>Autopsy: warning at epoch %1</source>
        <translation>사후 분석: 에폭(epoch) %1 의 경고</translation>
    </message>
    <message>
        <source>Made of what the run said: it left no autopsy of its own for this step.</source>
        <translation>실행이 남긴 기록으로 만들었습니다. 이 스텝의 사후 분석은 따로 남아 있지 않습니다.</translation>
    </message>
    <message>
        <source>Export autopsy</source>
        <translation>사후 분석 내보내기</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>웹 페이지 (*.html)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>마크다운 (*.md)</translation>
    </message>
</context>
<context>
    <name>espalier::ui::CanopyView</name>
    <message>
        <source>Canopy</source>
        <translation>캐노피 (canopy)</translation>
    </message>
    <message>
        <source>image</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>동결 (frozen)</translation>
    </message>
    <message>
        <source>unfrozen</source>
        <translation>동결 해제</translation>
    </message>
    <message>
        <source>adapter, rank</source>
        <translation>어댑터, 랭크</translation>
    </message>
    <message>
        <source>excluded</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>pattern match</source>
        <translation>패턴 일치</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>파라미터 %1개</translation>
    </message>
    <message>
        <source>%1 train</source>
        <translation>%1개 학습</translation>
    </message>
    <message>
        <source>rule %1: %2</source>
        <translation>규칙 %1: %2</translation>
    </message>
    <message>
        <source>takes the text as well</source>
        <translation>텍스트도 받음</translation>
    </message>
    <message>
        <source>drop on a module</source>
        <translation>모듈 위에 놓으세요</translation>
    </message>
    <message>
        <source>%1 modules, +%2</source>
        <translation>모듈 %1개, +%2</translation>
    </message>
    <message>
        <source>non-finite</source>
        <translation>유한하지 않음</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정 안 됨</translation>
    </message>
    <message>
        <source>excluded: no adapter enters</source>
        <translation>제외됨: 어댑터가 들어갈 수 없음</translation>
    </message>
    <message>
        <source>remove, %1%2</source>
        <translation>제거, %1%2</translation>
    </message>
    <message>
        <source>on to another module, or off to remove</source>
        <translation>다른 모듈로, 또는 밖으로 끌어 제거</translation>
    </message>
    <message>
        <source>%1 adapters: zoom in to move one of them</source>
        <translation>어댑터 %1개: 하나를 옮기려면 확대</translation>
    </message>
    <message>
        <source>move, +%1 %2%3</source>
        <translation>옮기기, +%1 %2%3</translation>
    </message>
    <message>
        <source>%1 places here: zoom in and drop on one</source>
        <translation>놓을 곳 %1개: 확대해 하나에 놓기</translation>
    </message>
</context>
<context>
    <name>espalier::ui::ClassChips</name>
    <message>
        <source>Show images with %1 only</source>
        <translation>%1 클래스가 있는 이미지만 보기</translation>
    </message>
</context>
<context>
    <name>espalier::ui::CommandPalette</name>
    <message>
        <source>Find a command</source>
        <translation>명령 찾기</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
</context>
<context>
    <name>espalier::ui::CompareCurves</name>
    <message>
        <source>Loss shown</source>
        <translation>보이는 손실</translation>
    </message>
    <message>
        <source>by step</source>
        <translation>스텝별</translation>
    </message>
    <message>
        <source>by epoch</source>
        <translation>에폭별</translation>
    </message>
    <message>
        <source>by time</source>
        <translation>시간별</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>축</translation>
    </message>
    <message>
        <source>not smoothed</source>
        <translation>평활화 없음</translation>
    </message>
    <message>
        <source>smoothed a little</source>
        <translation>약한 평활화</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>평활화</translation>
    </message>
    <message>
        <source>smoothed much</source>
        <translation>강한 평활화</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>평활화 (smoothing)</translation>
    </message>
    <message>
        <source>The line is the mean of wider parts; the band keeps the lowest and the highest of each, so that no spike is lost</source>
        <translation>선은 더 넓은 구간의 평균이며, 띠는 구간마다 최솟값과 최댓값을 지켜 스파이크가 사라지지 않습니다</translation>
    </message>
    <message>
        <source>Validation mAP</source>
        <translation>검증 mAP</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>기울기 노름</translation>
    </message>
    <message>
        <source>log · band = min to max of every step</source>
        <translation>로그 · 띠 = 모든 스텝의 최소–최대</translation>
    </message>
    <message>
        <source>No validation yet</source>
        <translation>아직 검증이 없습니다</translation>
    </message>
    <message>
        <source>No step yet</source>
        <translation>아직 스텝이 없습니다</translation>
    </message>
    <message>
        <source>no validation</source>
        <translation>검증 없음</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>기록 없음</translation>
    </message>
</context>
<context>
    <name>espalier::ui::ComparePlace</name>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Settings that differ</source>
        <translation>다른 설정</translation>
    </message>
    <message>
        <source>Read with care</source>
        <translation>읽을 때 주의</translation>
    </message>
    <message>
        <source>The tables are in the clipboard as Markdown</source>
        <translation>표를 Markdown으로 클립보드에 복사했습니다</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1개</translation>
    </message>
    <message>
        <source>Nothing stands against comparing these runs.</source>
        <translation>이 실행들을 비교하는 데 걸림돌이 없습니다.</translation>
    </message>
    <message>
        <source>No other run in this store</source>
        <translation>이 저장소에 다른 실행이 없습니다</translation>
    </message>
    <message numerus="yes">
        <source>Reading %n run(s)</source>
        <translation>
            <numerusform>실행 %n개 읽는 중</numerusform>
        </translation>
    </message>
    <message>
        <source>The store could not be read</source>
        <translation>저장소를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Pick two runs</source>
        <translation>실행 두 개를 고르세요</translation>
    </message>
    <message>
        <source>Pick one more run</source>
        <translation>실행을 하나 더 고르세요</translation>
    </message>
    <message>
        <source>There are fewer than two runs in this store yet.</source>
        <translation>이 저장소에는 아직 실행이 두 개가 되지 않습니다.</translation>
    </message>
    <message>
        <source>The latest ones are offered here; the whole list is in Runs.</source>
        <translation>최근 실행입니다. 전체 목록은 기록에 있습니다.</translation>
    </message>
    <message>
        <source>The report is written: %1</source>
        <translation>보고서를 저장했습니다: %1</translation>
    </message>
    <message>
        <source>The report was not written: %1</source>
        <translation>보고서를 저장하지 못했습니다: %1</translation>
    </message>
    <message>
        <source>Pick the runs of the report first</source>
        <translation>먼저 보고서에 넣을 실행을 고르세요</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>보고서 내보내기</translation>
    </message>
    <message>
        <source>One-file page (*.html);;Markdown (*.md);;Table for a spreadsheet (*.csv)</source>
        <translation>한 파일 페이지 (*.html);;Markdown (*.md);;스프레드시트용 표 (*.csv)</translation>
    </message>
    <message>
        <source>A report is still being written</source>
        <translation>보고서를 아직 저장하는 중입니다</translation>
    </message>
    <message>
        <source>red = asked → realised</source>
        <translation>빨강 = 요청 → 실제</translation>
    </message>
    <message>
        <source>The images are those of the first %1 runs: drag a chip forward to see another.</source>
        <translation>이미지는 앞의 실행 %1개의 것입니다. 다른 실행을 보려면 칩을 앞으로 끄세요.</translation>
    </message>
    <message>
        <source>This store has no run %1</source>
        <translation>이 저장소에 없는 실행: %1</translation>
    </message>
    <message>
        <source>There is no other run number in the clipboard</source>
        <translation>클립보드에 다른 실행 번호가 없습니다</translation>
    </message>
</context>
<context>
    <name>espalier::ui::CurvePlot</name>
    <message>
        <source>step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>에폭</translation>
    </message>
    <message>
        <source>time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>guard</source>
        <translation>감시</translation>
    </message>
    <message>
        <source>skip</source>
        <translation>건너뜀</translation>
    </message>
    <message>
        <source>events</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>%1 at %2 %3</source>
        <translation>%1, %2 %3</translation>
    </message>
    <message>
        <source>Skipped at %1 %2</source>
        <translation>건너뜀, %1 %2</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞춤</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>표로 보기</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>그림 복사</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>내보내기…</translation>
    </message>
    <message>
        <source>Export plot</source>
        <translation>그래프 내보내기</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>그림 (*.png)</translation>
    </message>
    <message>
        <source>Drawing (*.svg)</source>
        <translation>도면 (*.svg)</translation>
    </message>
    <message>
        <source>Document (*.pdf)</source>
        <translation>문서 (*.pdf)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>표 (*.csv)</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>표 복사</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>곡선</translation>
    </message>
</context>
<context>
    <name>espalier::ui::CurveTableModel</name>
    <message>
        <source>step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>에폭</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>초</translation>
    </message>
</context>
<context>
    <name>espalier::ui::DataCharts</name>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>그 밖에 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Counts of both splits</source>
        <translation>두 분할의 개수</translation>
    </message>
    <message>
        <source>%1: %2 in train, %3 in val</source>
        <translation>%1: train %2, val %3</translation>
    </message>
    <message>
        <source>Boxes per class</source>
        <translation>클래스별 박스</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Box area, share of image</source>
        <translation>박스 면적, 이미지 대비 비율</translation>
    </message>
    <message>
        <source>Median %1 in train, %2 in val; each split to its own height</source>
        <translation>중앙값 train %1, val %2. 분할마다 높이 기준이 다릅니다</translation>
    </message>
    <message>
        <source>Image sizes</source>
        <translation>이미지 크기</translation>
    </message>
    <message>
        <source>chart</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>what</source>
        <translation>항목</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>%1 이상</translation>
    </message>
</context>
<context>
    <name>espalier::ui::DataPlace</name>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Show this split  (V)</source>
        <translation>이 분할 보기  (V)</translation>
    </message>
    <message>
        <source>Search by file name</source>
        <translation>파일 이름으로 검색</translation>
    </message>
    <message>
        <source>Search images</source>
        <translation>이미지 검색</translation>
    </message>
    <message>
        <source>Findings first</source>
        <translation>발견 항목 먼저</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>이름순</translation>
    </message>
    <message>
        <source>Most boxes</source>
        <translation>박스 많은 순</translation>
    </message>
    <message>
        <source>Largest box</source>
        <translation>가장 큰 박스순</translation>
    </message>
    <message>
        <source>Order of the images</source>
        <translation>이미지 순서</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>이미지</translation>
    </message>
    <message>
        <source>Image before  (Left)</source>
        <translation>이전 이미지  (Left)</translation>
    </message>
    <message>
        <source>Image after  (Right)</source>
        <translation>다음 이미지  (Right)</translation>
    </message>
    <message>
        <source>Counts of both splits</source>
        <translation>두 분할의 개수</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1개</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>모든 이미지 보기</translation>
    </message>
    <message>
        <source>No image passes the filter</source>
        <translation>필터에 맞는 이미지가 없습니다</translation>
    </message>
    <message>
        <source>No file name of this split holds “%1” together with the chosen classes.</source>
        <translation>이 분할에는 선택한 클래스가 있으면서 이름에 “%1”이(가) 든 파일이 없습니다.</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>쓰지 않음</translation>
    </message>
    <message>
        <source>no box</source>
        <translation>박스 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>박스 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is no image</source>
        <translation>이미지가 아닙니다: %1</translation>
    </message>
    <message>
        <source>no data yet</source>
        <translation>아직 데이터 없음</translation>
    </message>
    <message>
        <source>all sound</source>
        <translation>이상 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>발견 %n건</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 images · %2 boxes</source>
        <translation>이미지 %1 · 박스 %2</translation>
    </message>
    <message>
        <source>Used, of those that the files list</source>
        <translation>파일에 적힌 것 가운데 쓰는 것</translation>
    </message>
    <message>
        <source>Reading the data set</source>
        <translation>데이터 세트를 읽는 중</translation>
    </message>
    <message>
        <source>The lists are read.</source>
        <translation>목록을 읽고 있습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 images checked: each is opened once to see that it can be used.</source>
        <translation>이미지 %2개 중 %1개 검사: 쓸 수 있는지 하나씩 열어 봅니다.</translation>
    </message>
    <message>
        <source>No data set is named</source>
        <translation>데이터 세트가 지정되지 않았습니다</translation>
    </message>
    <message>
        <source>Drop a folder here or choose one: COCO lists, YOLO text, Pascal VOC, LabelMe or masks; its layout is recognised. An experiment file may name it too, as data.root, and so may the variable ESPALIER_DATA.</source>
        <translation>폴더를 여기에 놓거나 선택하십시오. COCO 목록, YOLO 텍스트, Pascal VOC, LabelMe, 마스크를 스스로 알아봅니다. 실험 파일의 data.root 항목이나 환경 변수 ESPALIER_DATA 값으로도 지정할 수 있습니다.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Reading was called off</source>
        <translation>읽기를 취소했습니다</translation>
    </message>
    <message>
        <source>Nothing is shown of a set that was not read to its end.</source>
        <translation>끝까지 읽지 않은 데이터 세트는 보여 주지 않습니다.</translation>
    </message>
    <message>
        <source>The data set could not be read</source>
        <translation>데이터 세트를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>Choose the folder that holds it, or mend data.root, data.train and data.val in the settings of Design.</source>
        <translation>데이터가 있는 폴더를 선택하거나 설계의 설정에서 data.root, data.train, data.val 항목을 고치십시오.</translation>
    </message>
    <message>
        <source>Mend the file and check again, or choose another folder.</source>
        <translation>파일을 고쳐 다시 검사하거나 다른 폴더를 선택하십시오.</translation>
    </message>
    <message>
        <source>Folder of the data set</source>
        <translation>데이터 세트 폴더</translation>
    </message>
    <message>
        <source>Use the data of %1</source>
        <translation>데이터 바꾸기: %1</translation>
    </message>
    <message>
        <source>Drop to use the data of %1</source>
        <translation>놓으면 이 데이터를 씁니다: %1</translation>
    </message>
    <message>
        <source>Export charts</source>
        <translation>차트 내보내기</translation>
    </message>
    <message>
        <source>Picture (*.png);;Drawing (*.svg);;Document (*.pdf);;Table (*.csv)</source>
        <translation>그림 (*.png);;벡터 그림 (*.svg);;문서 (*.pdf);;표 (*.csv)</translation>
    </message>
</context>
<context>
    <name>espalier::ui::DesignActions</name>
    <message>
        <source>There is no network yet: open an experiment first</source>
        <translation>아직 네트워크가 없습니다. 먼저 실험을 여세요</translation>
    </message>
    <message>
        <source>Select a module first, or write a pattern (/)</source>
        <translation>먼저 모듈을 고르거나 패턴을 쓰세요 (/)</translation>
    </message>
    <message>
        <source>the whole network</source>
        <translation>네트워크 전체</translation>
    </message>
    <message>
        <source>%1 patterns</source>
        <translation>패턴 %1개</translation>
    </message>
    <message>
        <source>Freeze %1</source>
        <translation>동결: %1</translation>
    </message>
    <message>
        <source>Unfreeze %1</source>
        <translation>동결 해제: %1</translation>
    </message>
    <message>
        <source>Exclude %1</source>
        <translation>제외: %1</translation>
    </message>
    <message>
        <source>There is no adapter on what is selected</source>
        <translation>선택한 곳에 어댑터가 없습니다</translation>
    </message>
    <message>
        <source>Remove 1 adapter</source>
        <translation>어댑터 1개 제거</translation>
    </message>
    <message>
        <source>Remove %1 adapters</source>
        <translation>어댑터 %1개 제거</translation>
    </message>
    <message>
        <source>LR ×%1 on %2</source>
        <translation>LR ×%1: %2</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>규칙 제거</translation>
    </message>
    <message>
        <source>Change pattern to %1</source>
        <translation>패턴을 %1 로 바꾸기</translation>
    </message>
    <message>
        <source>Let the rule match nothing</source>
        <translation>이 규칙은 아무것도 고르지 않아도 됨</translation>
    </message>
    <message>
        <source>Require the rule to match</source>
        <translation>이 규칙은 반드시 일치해야 함</translation>
    </message>
    <message>
        <source>Preset %1</source>
        <translation>프리셋 %1</translation>
    </message>
    <message>
        <source>Repair: %1</source>
        <translation>고치기: %1</translation>
    </message>
    <message numerus="yes">
        <source>Repair %n finding(s)</source>
        <translation>
            <numerusform>발견 사항 %n개 고치기</numerusform>
        </translation>
    </message>
    <message>
        <source>No longer accept %1</source>
        <translation>%1 인정 취소</translation>
    </message>
    <message>
        <source>Accept %1</source>
        <translation>%1 인정</translation>
    </message>
    <message>
        <source>Accept all errors</source>
        <translation>모든 오류 인정</translation>
    </message>
    <message>
        <source>Graft %1 on %2</source>
        <translation>%1 접목: %2</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>변경: %1</translation>
    </message>
    <message>
        <source>Rank %1</source>
        <translation>랭크 %1</translation>
    </message>
    <message>
        <source>Move adapter to %1</source>
        <translation>어댑터 옮기기: %1</translation>
    </message>
    <message>
        <source>Change rule %1</source>
        <translation>규칙 변경: %1</translation>
    </message>
</context>
<context>
    <name>espalier::ui::DesignHead</name>
    <message>
        <source>Dry run</source>
        <translation>1스텝 시험</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>프리셋</translation>
    </message>
    <message>
        <source>Replace the plan by a ready one; can be undone</source>
        <translation>플랜을 준비된 것으로 바꿉니다. 되돌릴 수 있습니다</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>inspection set (synthetic)</source>
        <translation>검사 데이터 (합성)</translation>
    </message>
    <message>
        <source>no data yet</source>
        <translation>데이터 없음</translation>
    </message>
    <message>
        <source>Untitled experiment</source>
        <translation>이름 없는 실험</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>저장 안 됨</translation>
    </message>
    <message>
        <source>The plan has a fault</source>
        <translation>플랜에 오류가 있습니다</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>오류 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>주의 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Start run (%n error(s))</source>
        <translation>
            <numerusform>실행 시작 (오류 %n개)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::DesignPlace</name>
    <message>
        <source>Inspector</source>
        <translation>속성 (inspector)</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>This network has no module %1</source>
        <translation>이 네트워크에는 %1 모듈이 없습니다</translation>
    </message>
    <message>
        <source>own plan</source>
        <translation>직접 만든 계획</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Show the model settings</source>
        <translation>모델 설정 보기</translation>
    </message>
    <message>
        <source>The network could not be described</source>
        <translation>네트워크 구조를 알아낼 수 없습니다</translation>
    </message>
    <message>
        <source>Describing the network</source>
        <translation>네트워크 구조를 알아내는 중</translation>
    </message>
    <message>
        <source>Its modules, shapes and counts are worked out once and kept; no weights are loaded.</source>
        <translation>모듈, 모양, 개수를 한 번만 계산해 보관합니다. 가중치는 읽지 않습니다.</translation>
    </message>
    <message>
        <source>Nothing to repair is selected in the pre-flight</source>
        <translation>실행 전 점검에서 고칠 것이 선택되지 않았습니다</translation>
    </message>
    <message>
        <source>No network is open here; clone the run from Runs to see its own</source>
        <translation>열린 네트워크가 없습니다. 실행 기록에서 실행을 복제하면 그 네트워크를 볼 수 있습니다</translation>
    </message>
    <message>
        <source>There is no network yet: open an experiment first</source>
        <translation>아직 네트워크가 없습니다: 먼저 실험을 여세요</translation>
    </message>
    <message>
        <source>There is no advice: the plan is what it would be, or the images were not read yet</source>
        <translation>조언이 없습니다: 플랜이 이미 그대로이거나 이미지를 아직 읽지 않았습니다</translation>
    </message>
    <message>
        <source>%1 on all %2 places in what is selected: +%3 parameters</source>
        <translation>선택한 곳의 %2군데 모두에 %1: 파라미터 +%3</translation>
    </message>
    <message>
        <source>Graft on 1</source>
        <translation>1곳에 접목</translation>
    </message>
    <message>
        <source>Graft on all %1</source>
        <translation>%1곳 모두에 접목</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>There is no adapter on what is selected</source>
        <translation>선택한 곳에 어댑터가 없습니다</translation>
    </message>
    <message>
        <source>There are %1 adapters on what is selected: select one</source>
        <translation>선택한 곳에 어댑터가 %1개 있습니다: 하나를 고르세요</translation>
    </message>
    <message>
        <source>The adapter of %1 goes where M is pressed next</source>
        <translation>다음에 M 키를 누르는 곳으로 어댑터를 옮깁니다: %1</translation>
    </message>
    <message>
        <source>%1 has not exactly one place for %2</source>
        <translation>%2 놓을 곳이 정확히 하나가 아닙니다: %1</translation>
    </message>
    <message>
        <source>The summary is copied</source>
        <translation>요약을 복사했습니다</translation>
    </message>
    <message>
        <source>weights %1 · gradients %2 · optimizer %3 · held for the way back %4</source>
        <translation>가중치 %1 · 기울기 %2 · optimizer %3 · 역전파용 %4</translation>
    </message>
    <message>
        <source>weights %1 · gradients, optimizer and healthy states %2 · activations %3</source>
        <translation>가중치 %1 · 기울기, optimizer, 건강한 상태 %2 · 활성값 %3</translation>
    </message>
    <message>
        <source>%1 was not opened: %2</source>
        <translation>%1 열지 못함: %2</translation>
    </message>
    <message>
        <source>The network could not be described: %1</source>
        <translation>네트워크를 파악하지 못했습니다: %1</translation>
    </message>
    <message>
        <source>Inspector, rules, settings</source>
        <translation>속성, 규칙, 설정</translation>
    </message>
    <message>
        <source>Grow a trained tree along a plan</source>
        <translation>계획대로 나무를 길러 보세요</translation>
    </message>
    <message>
        <source>Three ways in: a preset that runs at once on drawn images, weights of your own, or an experiment file (drop it anywhere). A run can be cloned from Runs.</source>
        <translation>시작하는 세 가지 길: 그린 이미지로 바로 실행되는 프리셋(preset), 가지고 있는 가중치(weights), 실험 파일(아무 데나 끌어다 놓기). 기록에서 실행을 복제할 수도 있습니다.</translation>
    </message>
</context>
<context>
    <name>espalier::ui::DifferenceModel</name>
    <message>
        <source>Setting</source>
        <translation>설정</translation>
    </message>
</context>
<context>
    <name>espalier::ui::DryRunBar</name>
    <message>
        <source>Dry run: waiting for the trainer thread</source>
        <translation>1스텝 시험: 학습 스레드를 기다리는 중</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>making a batch</source>
        <translation>배치 만드는 중</translation>
    </message>
    <message>
        <source>building the network</source>
        <translation>네트워크 만드는 중</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>순전파</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>역전파</translation>
    </message>
    <message>
        <source>update</source>
        <translation>갱신</translation>
    </message>
    <message>
        <source>Dry run: %1</source>
        <translation>1스텝 시험: %1</translation>
    </message>
    <message>
        <source>Dry run: %1 · %2</source>
        <translation>1스텝 시험: %1 · %2</translation>
    </message>
    <message>
        <source>One step of %1 × %2 images: %3</source>
        <translation>한 스텝 (이미지 %1 × %2장): %3</translation>
    </message>
    <message numerus="yes">
        <source>One step of %n image(s): %1</source>
        <translation>
            <numerusform>한 스텝 (이미지 %n장): %1</numerusform>
        </translation>
    </message>
    <message>
        <source>forward %1, backward %2, update %3; batch made in %4</source>
        <translation>순전파 %1, 역전파 %2, 갱신 %3; 배치 준비 %4</translation>
    </message>
    <message>
        <source>memory %1</source>
        <translation>메모리 %1</translation>
    </message>
    <message>
        <source>%1 steps: about %2</source>
        <translation>%1스텝: 약 %2</translation>
    </message>
    <message>
        <source>measured cold: later steps are quicker</source>
        <translation>첫 스텝으로 측정: 이후 스텝은 더 빠름</translation>
    </message>
    <message>
        <source>measured before the last change</source>
        <translation>마지막 변경 전에 측정</translation>
    </message>
    <message>
        <source>Time on the tree</source>
        <translation>트리에 시간 표시</translation>
    </message>
    <message>
        <source>Memory on the tree</source>
        <translation>트리에 메모리 표시</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>다시</translation>
    </message>
    <message>
        <source>The dry run did not get through: %1</source>
        <translation>1스텝 시험이 끝나지 못했습니다: %1</translation>
    </message>
</context>
<context>
    <name>espalier::ui::EventList</name>
    <message>
        <source>Events</source>
        <translation>이벤트</translation>
    </message>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>guard</source>
        <translation>감시</translation>
    </message>
    <message>
        <source>results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>mine</source>
        <translation>내 조작</translation>
    </message>
</context>
<context>
    <name>espalier::ui::FieldForm</name>
    <message>
        <source>A text may not hold a null character</source>
        <translation>글에는 널 문자를 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>Write a whole number</source>
        <translation>정수를 쓰세요</translation>
    </message>
    <message>
        <source>Write a number, such as 0.5 or 1e-3</source>
        <translation>0.5 나 1e-3 같은 수를 쓰세요</translation>
    </message>
    <message>
        <source>Allowed: %1</source>
        <translation>허용되는 값: %1</translation>
    </message>
    <message>
        <source>Allowed: %1 to %2</source>
        <translation>허용 범위: %1–%2</translation>
    </message>
</context>
<context>
    <name>espalier::ui::FindingModel</name>
    <message>
        <source>%1, box %2</source>
        <translation>%1, 박스 %2</translation>
    </message>
</context>
<context>
    <name>espalier::ui::FindingsPanel</name>
    <message>
        <source>Found in the files</source>
        <translation>파일에서 발견한 것</translation>
    </message>
    <message>
        <source>All sound</source>
        <translation>이상 없음</translation>
    </message>
    <message>
        <source>Checked and clean</source>
        <translation>검사했고 이상 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n loss(es)</source>
        <translation>
            <numerusform>손실 %n건</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>참고 %n건</numerusform>
        </translation>
    </message>
    <message>
        <source>Every image was opened and every box was read: %1 images, %2 boxes, nothing left out and nothing mended.</source>
        <translation>모든 이미지를 열고 모든 박스를 읽었습니다. 이미지 %1개, 박스 %2개이며 빠지거나 고친 것이 없습니다.</translation>
    </message>
</context>
<context>
    <name>espalier::ui::ImageDelegate</name>
    <message>
        <source>not used</source>
        <translation>쓰지 않음</translation>
    </message>
    <message>
        <source>no box</source>
        <translation>박스 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n box(es)</source>
        <translation>
            <numerusform>박스 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::ImageListModel</name>
    <message numerus="yes">
        <source>%1, %n box(es)</source>
        <translation>
            <numerusform>%1, 박스 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::ImageView</name>
    <message>
        <source>Image with its boxes</source>
        <translation>박스를 그린 이미지</translation>
    </message>
</context>
<context>
    <name>espalier::ui::InspectorPanel</name>
    <message>
        <source>Select a module in the canopy or the outline</source>
        <translation>캐노피나 개요에서 모듈을 고르세요</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>in → out</source>
        <translation>입력 → 출력</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>학습 대상</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>동결</translation>
    </message>
    <message>
        <source>Unfrozen</source>
        <translation>동결 해제</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>제외</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Learning rate here against the experiment&apos;s</source>
        <translation>실험의 학습률에 대한 이곳의 배율</translation>
    </message>
    <message>
        <source>LR ×</source>
        <translation>LR ×</translation>
    </message>
    <message>
        <source>From</source>
        <translation>근거</translation>
    </message>
    <message>
        <source>Group of 1 module</source>
        <translation>모듈 1개 묶음</translation>
    </message>
    <message>
        <source>Group of %1 modules</source>
        <translation>모듈 %1개 묶음</translation>
    </message>
    <message>
        <source> · %1×%1 map, stride %2</source>
        <translation> · %1×%1 맵, 스트라이드 %2</translation>
    </message>
    <message>
        <source>%1 modules</source>
        <translation>모듈 %1개</translation>
    </message>
    <message>
        <source>%1, and %2 buffers</source>
        <translation>%1, 버퍼 %2개</translation>
    </message>
    <message>
        <source>nothing trains here</source>
        <translation>여기서는 아무것도 학습하지 않음</translation>
    </message>
    <message>
        <source>no rule: the network trains by itself</source>
        <translation>규칙 없음: 그대로 학습함</translation>
    </message>
    <message>
        <source>rule %1 · %2 %3</source>
        <translation>규칙 %1 · %2 %3</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>제거</translation>
    </message>
    <message>
        <source>%1 values</source>
        <translation>값 %1개</translation>
    </message>
    <message>
        <source>%1 rules</source>
        <translation>규칙 %1개</translation>
    </message>
    <message>
        <source>and 1 more kind of adapter</source>
        <translation>그 밖의 어댑터 종류 1개</translation>
    </message>
    <message>
        <source>and %1 more kinds of adapter</source>
        <translation>그 밖의 어댑터 종류 %1개</translation>
    </message>
    <message>
        <source>Rule %1 · %2 %3 acts here and elsewhere</source>
        <translation>규칙 %1 · %2 %3 규칙은 다른 곳에도 적용됩니다</translation>
    </message>
    <message>
        <source>Change the rule (1 module)</source>
        <translation>규칙 변경 (모듈 1개)</translation>
    </message>
    <message>
        <source>Change the rule (%1 modules)</source>
        <translation>규칙 변경 (모듈 %1개)</translation>
    </message>
    <message>
        <source>Exception here</source>
        <translation>여기만 예외</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>속성</translation>
    </message>
</context>
<context>
    <name>espalier::ui::KeySheet</name>
    <message>
        <source>Here</source>
        <translation>이 화면</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>어디서나</translation>
    </message>
</context>
<context>
    <name>espalier::ui::LensBar</name>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>기울기 노름</translation>
    </message>
    <message>
        <source>Update / weight</source>
        <translation>업데이트/가중치</translation>
    </message>
    <message>
        <source>BatchNorm drift</source>
        <translation>BatchNorm 드리프트</translation>
    </message>
    <message>
        <source>Colour of the modules</source>
        <translation>모듈의 색 기준</translation>
    </message>
    <message>
        <source>Run that was measured</source>
        <translation>측정한 실행</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>색 기준</translation>
    </message>
    <message>
        <source>No run yet: start one, and its modules are coloured as it goes</source>
        <translation>아직 실행이 없습니다. 시작하면 진행에 따라 모듈에 색이 입혀집니다</translation>
    </message>
    <message>
        <source>Reading run %1</source>
        <translation>실행 %1 을(를) 읽는 중</translation>
    </message>
    <message>
        <source>This run keeps no gradient norm by branch</source>
        <translation>이 실행에는 가지별 기울기 노름이 없습니다</translation>
    </message>
    <message>
        <source>This run keeps no update ratio by branch</source>
        <translation>이 실행에는 가지별 업데이트 비율이 없습니다</translation>
    </message>
    <message>
        <source>This run keeps no BatchNorm drift by branch</source>
        <translation>이 실행에는 가지별 BatchNorm 드리프트가 없습니다</translation>
    </message>
    <message>
        <source>This run trained another network</source>
        <translation>이 실행은 다른 네트워크를 학습했습니다</translation>
    </message>
    <message>
        <source>step %1 · epoch %2</source>
        <translation>스텝 %1 · 에폭 %2</translation>
    </message>
    <message>
        <source>%1: not measured</source>
        <translation>%1: 측정 안 됨</translation>
    </message>
    <message>
        <source>%1: not finite</source>
        <translation>%1: 유한하지 않음</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률 (LR)</translation>
    </message>
    <message>
        <source>Time of a step</source>
        <translation>스텝 시간</translation>
    </message>
    <message>
        <source>Memory of a step</source>
        <translation>스텝 메모리</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>동결</translation>
    </message>
    <message>
        <source>No step was measured yet: %1</source>
        <translation>아직 측정한 스텝이 없습니다: %1</translation>
    </message>
    <message>
        <source>The step was one of another network</source>
        <translation>다른 네트워크에서 측정한 스텝입니다</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>측정 안 됨</translation>
    </message>
</context>
<context>
    <name>espalier::ui::LiveStrip</name>
    <message>
        <source>Progress</source>
        <translation>진행</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>경과</translation>
    </message>
    <message>
        <source>Steps / s</source>
        <translation>스텝/초</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>학습 대상</translation>
    </message>
    <message>
        <source>Best mAP</source>
        <translation>최고 mAP</translation>
    </message>
    <message>
        <source>%1 / %2 epochs</source>
        <translation>에폭 %1 / %2</translation>
    </message>
    <message>
        <source>left %1</source>
        <translation>남은 시간 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n skipped</source>
        <translation>
            <numerusform>%n개 건너뜀</numerusform>
        </translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>%1 되감김</translation>
    </message>
    <message>
        <source>GiB, peak %1</source>
        <translation>GiB, 최대 %1</translation>
    </message>
    <message>
        <source>Images / s</source>
        <translation>이미지/초</translation>
    </message>
    <message>
        <source>Loss scale</source>
        <translation>손실 배율</translation>
    </message>
    <message>
        <source>Healthy state</source>
        <translation>건강한 상태</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>full precision</source>
        <translation>전체 정밀도</translation>
    </message>
    <message>
        <source>This run computes in full precision: there is no loss to scale</source>
        <translation>이 실행은 전체 정밀도로 계산합니다: 배율을 둘 손실이 없습니다</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>스텝 %1</translation>
    </message>
    <message>
        <source>%1 kept at most</source>
        <translation>최대 %1개 보관</translation>
    </message>
</context>
<context>
    <name>espalier::ui::MainWindow</name>
    <message>
        <source>Experiments (*.yaml *.yml);;All files (*)</source>
        <translation>실험 (*.yaml *.yml);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>The run did not start: %1</source>
        <translation>실행을 시작하지 못했습니다: %1</translation>
    </message>
    <message>
        <source>Open experiment</source>
        <translation>실험 열기</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>저장함: %1</translation>
    </message>
    <message>
        <source>Save experiment</source>
        <translation>실험 저장</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>저장하지 않은 변경</translation>
    </message>
    <message>
        <source>The open experiment has unsaved changes.</source>
        <translation>열린 실험에 저장하지 않은 변경이 있습니다.</translation>
    </message>
    <message>
        <source>Run %1 is cloned: an experiment of its own, not saved yet</source>
        <translation>실행 %1 을 복제했습니다. 아직 저장하지 않은 별개의 실험입니다</translation>
    </message>
    <message>
        <source>A run is going</source>
        <translation>실행 중입니다</translation>
    </message>
    <message>
        <source>No experiment is open: there is nothing to add</source>
        <translation>열린 실험이 없어 넣을 것이 없습니다</translation>
    </message>
    <message>
        <source>%1 waits at place %2; Ctrl+5 shows the queue</source>
        <translation>%1 실험이 %2번째로 기다립니다. Ctrl+5로 대기열을 봅니다</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pt *.pth *.ckpt *.bin);;All files (*)</source>
        <translation>가중치 (*.safetensors *.pt *.pth *.ckpt *.bin);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>This store has no run %1</source>
        <translation>이 저장소에는 실행 %1 기록이 없습니다</translation>
    </message>
    <message>
        <source>A new experiment on %1, with the plan of Step 2; name its data next</source>
        <translation>%1 파일에서 시작하는 새 실험입니다. 계획은 Step 2이고, 다음은 데이터를 정할 차례입니다</translation>
    </message>
    <message>
        <source>Weights to start from</source>
        <translation>시작할 가중치(weights)</translation>
    </message>
    <message>
        <source>%1 on images that Espalier draws itself: F5 starts it</source>
        <translation>%1: Espalier가 그린 이미지로 학습합니다. F5로 시작합니다</translation>
    </message>
    <message>
        <source>Nothing was opened yet</source>
        <translation>아직 연 파일이 없습니다</translation>
    </message>
    <message>
        <source>Bring back what was not saved</source>
        <translation>저장하지 않은 내용 되살리기</translation>
    </message>
    <message>
        <source>Changes that were not saved lie in %1, but they cannot be read as an experiment: open the file with a text editor.</source>
        <translation>저장하지 않은 변경이 %1 파일에 있지만 실험으로 읽을 수 없습니다. 텍스트 편집기로 여십시오.</translation>
    </message>
    <message>
        <source>Espalier ended while %1 had changes that were not saved.</source>
        <translation>%1 실험에 저장하지 않은 변경이 있는 채로 Espalier가 끝났습니다.</translation>
    </message>
    <message>
        <source>Bring them back</source>
        <translation>되살리기</translation>
    </message>
    <message>
        <source>Drop them</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>실행 취소: %1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>다시 실행: %1</translation>
    </message>
    <message>
        <source>A run of this window is still going. It stops after its step and keeps a checkpoint to resume from. What waits in the queue stays there.</source>
        <translation>이 창의 실행이 아직 진행 중입니다. 현재 스텝 뒤에 멈추고 이어 갈 체크포인트(checkpoint)를 남깁니다. 대기열은 그대로 남습니다.</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>실험</translation>
    </message>
</context>
<context>
    <name>espalier::ui::MiniPlots</name>
    <message>
        <source>Images a second</source>
        <translation>초당 이미지</translation>
    </message>
    <message>
        <source>Update against weight</source>
        <translation>가중치 대비 갱신량</translation>
    </message>
    <message>
        <source>Wait for data</source>
        <translation>데이터 대기</translation>
    </message>
    <message>
        <source>Images / s</source>
        <translation>이미지/초</translation>
    </message>
    <message>
        <source>by step</source>
        <translation>스텝별</translation>
    </message>
    <message>
        <source>No step yet</source>
        <translation>아직 스텝이 없습니다</translation>
    </message>
    <message>
        <source>Update / weight</source>
        <translation>갱신 / 가중치</translation>
    </message>
    <message>
        <source>log · largest of all branches</source>
        <translation>로그 · 모든 가지 중 최대</translation>
    </message>
    <message>
        <source>This run does not say it</source>
        <translation>이 실행에는 기록이 없습니다</translation>
    </message>
    <message>
        <source>seconds a step</source>
        <translation>스텝당 초</translation>
    </message>
</context>
<context>
    <name>espalier::ui::MonitorHead</name>
    <message>
        <source>Monitor</source>
        <translation>모니터</translation>
    </message>
    <message>
        <source>Run to watch</source>
        <translation>지켜볼 실행</translation>
    </message>
    <message>
        <source>as run</source>
        <translation>실행 순서대로</translation>
    </message>
    <message>
        <source>by step</source>
        <translation>스텝별</translation>
    </message>
    <message>
        <source>by time</source>
        <translation>시간별</translation>
    </message>
    <message>
        <source>Epochs over the steps as they were run; a rewind is a cut</source>
        <translation>실행된 순서의 스텝 위에 에폭을 표시합니다. 되감기는 끊긴 자리로 보입니다</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>축</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>이어서 실행</translation>
    </message>
    <message>
        <source>Lost: no sign for %1</source>
        <translation>소식 끊김: %1</translation>
    </message>
    <message>
        <source>guard: %1</source>
        <translation>감시: %1</translation>
    </message>
    <message>
        <source>Follow live · %1 behind</source>
        <translation>실시간 따라가기 · %1 뒤처짐</translation>
    </message>
</context>
<context>
    <name>espalier::ui::MonitorPlace</name>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>There is no run to rewind</source>
        <translation>되감을 실행이 없습니다</translation>
    </message>
    <message>
        <source>The run is over: it cannot be rewound, but resumed from its last checkpoint</source>
        <translation>실행이 끝났습니다. 되감을 수 없지만 마지막 체크포인트에서 이어서 실행할 수 있습니다</translation>
    </message>
    <message>
        <source>The run has not taken a step yet</source>
        <translation>아직 첫 스텝 전입니다</translation>
    </message>
    <message>
        <source>Put the cursor on the step to go back to, then rewind</source>
        <translation>되돌아갈 스텝에 커서를 놓고 되감으십시오</translation>
    </message>
    <message>
        <source>Rewind: %1</source>
        <translation>되감기: %1</translation>
    </message>
    <message>
        <source>Rewind to step %1…</source>
        <translation>스텝 %1 로 되감기…</translation>
    </message>
    <message>
        <source>Rewind to here…</source>
        <translation>여기로 되감기…</translation>
    </message>
    <message>
        <source>The guard has nothing to report of this run</source>
        <translation>이 실행에 대해 감시가 알릴 것이 없습니다</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>살펴보기</translation>
    </message>
    <message>
        <source>No run is going. Below stands the last one, #%1 %2; start one, and it takes its place.</source>
        <translation>진행 중인 실행이 없습니다. 아래는 마지막 실행 #%1 %2 입니다. 새로 시작하면 그 자리에 나타납니다.</translation>
    </message>
</context>
<context>
    <name>espalier::ui::MonitorPlot</name>
    <message>
        <source>Loss parts</source>
        <translation>손실 항목 (loss parts)</translation>
    </message>
    <message>
        <source>log · line = mean, band = min to max of every step</source>
        <translation>로그 · 선 = 평균, 띠 = 모든 스텝의 최소–최대</translation>
    </message>
    <message>
        <source>No step yet</source>
        <translation>아직 스텝이 없습니다</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>기울기 노름 (gradient norm)</translation>
    </message>
    <message>
        <source>log · before clipping at %1 · non-finite steps stand at the rim</source>
        <translation>로그 · %1 로 자르기 전 · 유한하지 않은 스텝은 가장자리에</translation>
    </message>
    <message>
        <source>log · non-finite steps stand at the rim</source>
        <translation>로그 · 유한하지 않은 스텝은 가장자리에</translation>
    </message>
    <message>
        <source>total</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>학습률 (LR)</translation>
    </message>
    <message>
        <source>as realised, by group</source>
        <translation>실제 값, 그룹별</translation>
    </message>
    <message>
        <source>Validation mAP</source>
        <translation>검증 mAP</translation>
    </message>
    <message numerus="yes">
        <source>every %n epoch(s)</source>
        <translation>
            <numerusform>%n에폭마다</numerusform>
        </translation>
    </message>
    <message>
        <source>at the end</source>
        <translation>끝에</translation>
    </message>
    <message>
        <source>No validation yet</source>
        <translation>아직 검증이 없습니다</translation>
    </message>
    <message>
        <source>Gradient skyline</source>
        <translation>기울기 지형 (gradient skyline)</translation>
    </message>
    <message>
        <source>norm by branch, largest of each pixel · click: in Design</source>
        <translation>가지별 노름, 픽셀마다 최댓값 · 클릭: 설계에서 보기</translation>
    </message>
    <message>
        <source>This run keeps no norm by branch</source>
        <translation>이 실행에는 가지별 노름이 없습니다</translation>
    </message>
    <message>
        <source>all groups</source>
        <translation>모든 그룹</translation>
    </message>
</context>
<context>
    <name>espalier::ui::NoticeStack</name>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>espalier::ui::OutlineModel</name>
    <message>
        <source>Module</source>
        <translation>모듈</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>학습 대상</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>LR ×</source>
        <translation>LR ×</translation>
    </message>
</context>
<context>
    <name>espalier::ui::OutlinePanel</name>
    <message>
        <source>Outline</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Find module</source>
        <translation>모듈 찾기</translation>
    </message>
    <message>
        <source>%1 tensors</source>
        <translation>텐서 %1개</translation>
    </message>
</context>
<context>
    <name>espalier::ui::PalettePanel</name>
    <message>
        <source>y = x + (α/r)·B(A(x)) after a map, 2·channels·r parameters. Starts as the identity.</source>
        <translation>맵 뒤에서 y = x + (α/r)·B(A(x)), 파라미터 2·채널·r 개. 항등으로 시작합니다.</translation>
    </message>
    <message>
        <source>%1 (%2): drag on to a module, or select modules and press the key</source>
        <translation>%1 (%2): 모듈로 끌거나, 모듈을 고르고 키를 누르세요</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>y = W x + (α/r)·B A x. Folds into the weight.</source>
        <translation>y = W x + (α/r)·B A x. 가중치에 접힙니다.</translation>
    </message>
    <message>
        <source>LoRA on the direction of each row, and its length beside it. Folds into the weight.</source>
        <translation>각 행의 방향에 LoRA, 길이는 따로 학습. 가중치에 접힙니다.</translation>
    </message>
    <message>
        <source>Rows and columns of W are scaled by learned vectors. Folds into the weight.</source>
        <translation>W의 행과 열을 학습한 벡터로 조정. 가중치에 접힙니다.</translation>
    </message>
    <message>
        <source>y = γ·x + β after a layer. Folds into it.</source>
        <translation>층 뒤에 y = γ·x + β. 그 층에 접힙니다.</translation>
    </message>
    <message>
        <source>A bottleneck behind attention or perceptron, added to the stream.</source>
        <translation>attention이나 perceptron 뒤의 병목을 흐름에 더합니다.</translation>
    </message>
    <message>
        <source>A bottleneck beside the perceptron, added to what it gives.</source>
        <translation>perceptron 옆의 병목을 그 출력에 더합니다.</translation>
    </message>
    <message>
        <source>Updates of all layers from shared factors U and V. Folds into the weights.</source>
        <translation>모든 층의 갱신을 공유 인자 U, V로 만듭니다. 가중치에 접힙니다.</translation>
    </message>
    <message>
        <source>Learned tokens before the image&apos;s own.</source>
        <translation>이미지 토큰 앞에 학습한 토큰을 둡니다.</translation>
    </message>
    <message>
        <source>Bottlenecks that share their projection, scaled anew in each layer.</source>
        <translation>투영을 공유하는 병목을 층마다 새로 조정합니다.</translation>
    </message>
    <message>
        <source>Biases alone train.</source>
        <translation>bias만 학습합니다.</translation>
    </message>
</context>
<context>
    <name>espalier::ui::ParetoPlot</name>
    <message>
        <source>Accuracy against parameters</source>
        <translation>파라미터 대비 정확도</translation>
    </message>
    <message>
        <source>Pareto front: %1</source>
        <translation>파레토 경계 (Pareto front): %1</translation>
    </message>
    <message>
        <source>No run here has a validation yet</source>
        <translation>아직 검증을 마친 실행이 없습니다</translation>
    </message>
    <message>
        <source>best mAP · bar = range of repeats</source>
        <translation>최고 mAP · 막대 = 반복의 범위</translation>
    </message>
    <message>
        <source>trainable parameters, log</source>
        <translation>학습 대상 파라미터, 로그</translation>
    </message>
    <message>
        <source>%1, exploded</source>
        <translation>%1, 폭발</translation>
    </message>
    <message>
        <source>%1: mAP %2 with %3 parameters</source>
        <translation>%1: mAP %2, 파라미터 %3개</translation>
    </message>
</context>
<context>
    <name>espalier::ui::PatternBar</name>
    <message>
        <source>not a pattern</source>
        <translation>패턴이 아님</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>동결 (freeze)</translation>
    </message>
    <message>
        <source>Graft</source>
        <translation>접목</translation>
    </message>
    <message>
        <source>LR ×…</source>
        <translation>LR ×…</translation>
    </message>
    <message>
        <source>Unfreeze matches</source>
        <translation>일치하는 것 동결 해제</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>바꾸기</translation>
    </message>
    <message>
        <source>Remove pattern</source>
        <translation>패턴 제거</translation>
    </message>
    <message>
        <source>Pattern bar</source>
        <translation>패턴 막대</translation>
    </message>
    <message>
        <source>Select modules by pattern: out_layers.2, cls_preds.*, re:…</source>
        <translation>패턴으로 모듈 고르기: out_layers.2, cls_preds.*, re:…</translation>
    </message>
    <message>
        <source>Freeze what matches  (Shift+Enter)</source>
        <translation>일치하는 것을 동결  (Shift+Enter)</translation>
    </message>
    <message>
        <source>Graft the chosen adapter on what matches  (Ctrl+Enter)</source>
        <translation>고른 어댑터를 일치하는 것에 접목  (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Set the learning-rate factor of what matches</source>
        <translation>일치하는 것의 학습률 배율 정하기</translation>
    </message>
    <message>
        <source>Let what matches train  (Enter)</source>
        <translation>일치하는 것을 학습  (Enter)</translation>
    </message>
    <message>
        <source>Graft %1</source>
        <translation>접목: %1</translation>
    </message>
    <message>
        <source>1 module</source>
        <translation>모듈 1개</translation>
    </message>
    <message>
        <source>%1 modules</source>
        <translation>모듈 %1개</translation>
    </message>
    <message>
        <source>1 parameter</source>
        <translation>파라미터 1개</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>파라미터 %1개</translation>
    </message>
    <message>
        <source>no module has this name</source>
        <translation>이런 이름의 모듈이 없습니다</translation>
    </message>
    <message>
        <source>matches 1 module, which holds no parameters: nothing there can train</source>
        <translation>모듈 1개와 일치하지만 파라미터가 없어 학습할 것이 없습니다</translation>
    </message>
    <message>
        <source>matches %1 modules, which hold no parameters: nothing there can train</source>
        <translation>모듈 %1개와 일치하지만 파라미터가 없어 학습할 것이 없습니다</translation>
    </message>
    <message>
        <source>Nearest that would work: %1</source>
        <translation>가장 가까운 것: %1</translation>
    </message>
</context>
<context>
    <name>espalier::ui::PredictionModel</name>
    <message>
        <source>Truth</source>
        <translation>정답 (ground truth)</translation>
    </message>
</context>
<context>
    <name>espalier::ui::PredictionPane</name>
    <message>
        <source>Same images</source>
        <translation>같은 이미지</translation>
    </message>
    <message>
        <source>Most wrong first</source>
        <translation>많이 틀린 것부터</translation>
    </message>
    <message>
        <source>Least wrong first</source>
        <translation>적게 틀린 것부터</translation>
    </message>
    <message>
        <source>Runs differ most</source>
        <translation>실행끼리 다른 것부터</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>이름순</translation>
    </message>
    <message>
        <source>Order of the images</source>
        <translation>이미지 순서</translation>
    </message>
    <message>
        <source>All images</source>
        <translation>모든 이미지</translation>
    </message>
    <message>
        <source>With missed boxes</source>
        <translation>놓친 상자가 있는 것</translation>
    </message>
    <message>
        <source>With false boxes</source>
        <translation>오검출이 있는 것</translation>
    </message>
    <message>
        <source>Which images</source>
        <translation>보일 이미지</translation>
    </message>
    <message>
        <source>Least score of a box</source>
        <translation>상자의 최소 점수 (score)</translation>
    </message>
    <message>
        <source>Open them again</source>
        <translation>다시 열기</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>The data set no longer has this image.</source>
        <translation>데이터 집합에 이 이미지가 더는 없습니다.</translation>
    </message>
    <message>
        <source>#%1 has no predictions yet.</source>
        <translation>#%1 실행은 아직 예측이 없습니다.</translation>
    </message>
    <message>
        <source>#%1 was validated on other images or classes than #%2: its boxes cannot stand beside them.</source>
        <translation>#%1 실행은 #%2 실행과 다른 이미지나 클래스로 검증되어 상자를 나란히 놓을 수 없습니다.</translation>
    </message>
    <message>
        <source>#%1: its predictions cannot be read: %2.</source>
        <translation>#%1: 예측을 읽을 수 없습니다: %2.</translation>
    </message>
    <message>
        <source>The images cannot be opened, so the boxes stand alone: %1. Put them back, or clone the run and name their new folder.</source>
        <translation>이미지를 열 수 없어 상자만 보입니다: %1. 제자리에 돌려놓거나, 실행을 복제해 새 폴더를 지정하세요.</translation>
    </message>
    <message>
        <source>Reading the predictions</source>
        <translation>예측을 읽는 중</translation>
    </message>
    <message>
        <source>Show all images</source>
        <translation>모든 이미지 보기</translation>
    </message>
    <message>
        <source>No image passes the filter</source>
        <translation>필터를 통과한 이미지가 없습니다</translation>
    </message>
    <message>
        <source>There is no validation image</source>
        <translation>검증 이미지가 없습니다</translation>
    </message>
    <message>
        <source>At this score no run has such a box in any image.</source>
        <translation>이 점수에서는 어느 실행에도 그런 상자가 없습니다.</translation>
    </message>
    <message>
        <source>No predictions yet</source>
        <translation>아직 예측이 없습니다</translation>
    </message>
    <message>
        <source>A run keeps the boxes of its best validation, and these have kept none so far. Wait for the first validation (train.eval_every), or start the run again.</source>
        <translation>실행은 가장 좋은 검증의 상자를 남기는데, 이 실행들은 아직 남긴 것이 없습니다. 첫 검증(train.eval_every)을 기다리거나 실행을 다시 시작하세요.</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>다시 읽기</translation>
    </message>
    <message>
        <source>The predictions cannot be read</source>
        <translation>예측을 읽을 수 없습니다</translation>
    </message>
</context>
<context>
    <name>espalier::ui::PredictionView</name>
    <message>
        <source>One image, as each run sees it</source>
        <translation>실행마다 본 한 이미지</translation>
    </message>
</context>
<context>
    <name>espalier::ui::PreflightModel</name>
    <message>
        <source>note</source>
        <translation>참고</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>주의</translation>
    </message>
    <message>
        <source>error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>인정됨</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>발견 사항</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>위치</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>고치기</translation>
    </message>
</context>
<context>
    <name>espalier::ui::PreflightPanel</name>
    <message>
        <source>Pre-flight</source>
        <translation>실행 전 점검</translation>
    </message>
    <message>
        <source>Look first</source>
        <translation>먼저 보기</translation>
    </message>
    <message>
        <source>Accept them and start</source>
        <translation>인정하고 시작</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>오류 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>주의 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to know</source>
        <translation>
            <numerusform>참고 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>✓ %n passed</source>
        <translation>
            <numerusform>✓ %n개 통과</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) wait: read the images</source>
        <translation>
            <numerusform>점검 %n개 대기: 이미지 읽기</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n check(s) need images: none named</source>
        <translation>
            <numerusform>점검 %n개에 이미지 필요: 지정 없음</numerusform>
        </translation>
    </message>
    <message>
        <source>Repair all (%1)</source>
        <translation>모두 고치기 (%1)</translation>
    </message>
    <message>
        <source>No longer accept it</source>
        <translation>인정 취소</translation>
    </message>
    <message>
        <source>Accept it: it is meant</source>
        <translation>인정: 의도한 것입니다</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) stand: a run is refused, or cannot give what it is run for.</source>
        <translation>
            <numerusform>오류 %n개가 남아 있습니다: 실행이 거부되거나, 원하는 결과를 낼 수 없습니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repair(s) would change:</source>
        <translation>
            <numerusform>고치기 %n개가 바꿀 내용:</numerusform>
        </translation>
    </message>
    <message>
        <source>Repair all</source>
        <translation>모두 고치기</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>그대로 두기</translation>
    </message>
</context>
<context>
    <name>espalier::ui::QueuePanel</name>
    <message>
        <source>Waiting experiments</source>
        <translation>기다리는 실험</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>If stable then</source>
        <translation>안정이면 이어서</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>%1 · held back: run %2 did not end stable</source>
        <translation>%1 · 보류: 실행 %2 결과가 안정이 아님</translation>
    </message>
    <message>
        <source>%1 · held back with the one before it</source>
        <translation>%1 · 앞 실험과 함께 보류</translation>
    </message>
    <message>
        <source>%1 · only if the one before ends stable</source>
        <translation>%1 · 앞 실험이 안정으로 끝나야 시작</translation>
    </message>
    <message numerus="yes">
        <source>Queue: %n waiting</source>
        <translation>
            <numerusform>대기열: %n개 대기</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Queue: %n waiting, not started</source>
        <translation>
            <numerusform>대기열: %n개 대기, 시작 안 함</numerusform>
        </translation>
    </message>
    <message>
        <source>Hold the queue</source>
        <translation>대기열 멈춤</translation>
    </message>
    <message>
        <source>Start the queue</source>
        <translation>대기열 시작</translation>
    </message>
    <message>
        <source>Removed %1 from the queue</source>
        <translation>대기열에서 %1 뺌</translation>
    </message>
</context>
<context>
    <name>espalier::ui::ResultModel</name>
    <message>
        <source>  (reference)</source>
        <translation>  (기준)</translation>
    </message>
    <message>
        <source>%1 e%2</source>
        <translation>%1 e%2</translation>
    </message>
    <message>
        <source>Trainable parameters of the reference, divided by this run&apos;s</source>
        <translation>기준의 학습 대상 파라미터를 이 실행의 것으로 나눈 값</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>학습 대상</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>÷ reference</source>
        <translation>÷ 기준</translation>
    </message>
    <message>
        <source>Best mAP</source>
        <translation>최고 mAP</translation>
    </message>
    <message>
        <source>Best mAP50</source>
        <translation>최고 mAP50</translation>
    </message>
    <message>
        <source>Last mAP</source>
        <translation>마지막 mAP</translation>
    </message>
    <message>
        <source>Steps / s</source>
        <translation>스텝/초</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>결말</translation>
    </message>
    <message>
        <source>mean of %1 repeats  %2</source>
        <translation>반복 %1회의 평균  %2</translation>
    </message>
    <message>
        <source>%1 of %2 finished</source>
        <translation>%2개 중 %1개 완료</translation>
    </message>
    <message>
        <source>Mean of the repeats, with the lowest and the highest</source>
        <translation>반복의 평균과 최솟값, 최댓값</translation>
    </message>
    <message>
        <source>Leaked: validated on images that it trained on</source>
        <translation>누출 (leak): 학습한 이미지로 검증했습니다</translation>
    </message>
</context>
<context>
    <name>espalier::ui::RuleModel</name>
    <message>
        <source>LR ×%1</source>
        <translation>LR ×%1</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>패턴</translation>
    </message>
    <message>
        <source>Modules</source>
        <translation>모듈</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>파라미터</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>옵션</translation>
    </message>
</context>
<context>
    <name>espalier::ui::RulesPanel</name>
    <message>
        <source>Remove rule</source>
        <translation>규칙 제거</translation>
    </message>
    <message>
        <source>It may match nothing (allow_empty)</source>
        <translation>아무것도 고르지 않아도 됨 (allow_empty)</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>규칙</translation>
    </message>
    <message>
        <source>Pattern of the rule</source>
        <translation>규칙의 패턴</translation>
    </message>
    <message>
        <source>Selects nothing: %1</source>
        <translation>아무것도 고르지 않음: %1</translation>
    </message>
    <message>
        <source>Replace by %1</source>
        <translation>%1 로 바꾸기</translation>
    </message>
</context>
<context>
    <name>espalier::ui::RunCard</name>
    <message>
        <source>What trained</source>
        <translation>무엇을 학습했나</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>학습 대상</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Best mAP</source>
        <translation>최고 mAP</translation>
    </message>
    <message>
        <source>Last mAP</source>
        <translation>마지막 mAP</translation>
    </message>
    <message>
        <source>By class</source>
        <translation>클래스별</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>결말</translation>
    </message>
    <message>
        <source>Where it came from</source>
        <translation>어디서 왔나</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>실험</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>체크포인트</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1개</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>스텝 %1</translation>
    </message>
    <message>
        <source>inspection set (synthetic), %1</source>
        <translation>검사 데이터 (합성), %1</translation>
    </message>
    <message>
        <source>log</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>읽는 중…</translation>
    </message>
    <message>
        <source>No step yet</source>
        <translation>아직 스텝이 없습니다</translation>
    </message>
    <message>
        <source>Validation mAP</source>
        <translation>검증 mAP</translation>
    </message>
    <message>
        <source>No validation yet</source>
        <translation>아직 검증이 없습니다</translation>
    </message>
    <message>
        <source>words, separated by blanks</source>
        <translation>빈칸으로 나눈 낱말</translation>
    </message>
    <message>
        <source>What is worth remembering of it; Ctrl+Enter keeps it</source>
        <translation>기억해 둘 것. Ctrl+Enter로 남깁니다</translation>
    </message>
    <message numerus="yes">
        <source>Tags that all %n run(s) have</source>
        <translation>
            <numerusform>실행 %n개에 모두 있는 태그</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
    <message numerus="yes">
        <source>Note for all %n run(s)</source>
        <translation>
            <numerusform>실행 %n개 모두에 남길 메모</numerusform>
        </translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>%1, leaked: validated on training images</source>
        <translation>%1, 누출: 학습 이미지로 검증함</translation>
    </message>
</context>
<context>
    <name>espalier::ui::RunChips</name>
    <message>
        <source>Remove run %1</source>
        <translation>실행 %1 빼기</translation>
    </message>
    <message>
        <source>%1: %2. Click to take it as the reference, drag to move it, Del removes it</source>
        <translation>%1: %2. 클릭하면 기준이 되고, 끌면 옮겨지며, Del 키로 뺍니다</translation>
    </message>
</context>
<context>
    <name>espalier::ui::RunDelegate</name>
    <message numerus="yes">
        <source>%n run(s) · best = mAP</source>
        <translation>
            <numerusform>실행 %n개 · 최고 = mAP</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::RunTable</name>
    <message>
        <source>Runs</source>
        <translation>실행 기록</translation>
    </message>
</context>
<context>
    <name>espalier::ui::RunTreeModel</name>
    <message>
        <source>%1 %2 of %3</source>
        <translation>%1 %2 / %3</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>지움</translation>
    </message>
    <message>
        <source>%1 e%2</source>
        <translation>%1 e%2</translation>
    </message>
    <message>
        <source>Unknown model</source>
        <translation>알 수 없는 모델</translation>
    </message>
    <message>
        <source>repeat %1</source>
        <translation>반복 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n repeat(s)</source>
        <translation>
            <numerusform>반복 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>#%1 · leak</source>
        <translation>#%1 · 누출</translation>
    </message>
    <message>
        <source>Leaked: it is validated on images that it trains on, so this score proves nothing</source>
        <translation>누출(leak): 학습한 이미지로 검증했으므로 이 점수는 증거가 되지 않습니다</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>번호</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>학습 대상</translation>
    </message>
    <message>
        <source>Best mAP</source>
        <translation>최고 mAP</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시간</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>태그</translation>
    </message>
</context>
<context>
    <name>espalier::ui::RunsPlace</name>
    <message>
        <source>Runs</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Search runs</source>
        <translation>실행 찾기</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>실행 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2개 중 %1개</translation>
    </message>
    <message>
        <source>The store could not be read</source>
        <translation>저장소를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>아직 실행이 없습니다</translation>
    </message>
    <message>
        <source>Every run of this store stands here, whether it was started in this window or by espalier-cli.</source>
        <translation>이 창에서 시작했든 espalier-cli 로 시작했든, 이 저장소의 모든 실행이 여기 있습니다.</translation>
    </message>
    <message>
        <source>No run passes the search</source>
        <translation>찾는 실행이 없습니다</translation>
    </message>
    <message numerus="yes">
        <source>Its words exclude all %n run(s) together</source>
        <translation>
            <numerusform>찾는 말들이 함께 실행 %n개를 모두 제외합니다</numerusform>
        </translation>
    </message>
    <message>
        <source>The word “%1” excludes all that is left</source>
        <translation>“%1” 이(가) 남은 것을 모두 제외합니다</translation>
    </message>
    <message>
        <source>Deleted #%1 %2</source>
        <translation>#%1 %2 삭제함</translation>
    </message>
    <message numerus="yes">
        <source>Deleted %n run(s)</source>
        <translation>
            <numerusform>실행 %n개 삭제함</numerusform>
        </translation>
    </message>
    <message>
        <source>The queue is held: %1</source>
        <translation>대기열이 멈췄습니다: %1</translation>
    </message>
    <message>
        <source>Words that all must hold: %1 or a part of the name, #12. “or” joins two, “-” turns one round. since:7d, since:2026-01-31. trained:neck finds runs in which it trained.</source>
        <translation>모두 맞아야 하는 낱말: %1 또는 이름의 일부, #12. “or”는 둘 중 하나, “-”는 반대. since:7d, since:2026-01-31. trained:neck은 그 모듈이 학습된 실행을 찾습니다.</translation>
    </message>
    <message>
        <source>Enter watches one, compares several · Space choose · T tags · N note · F2 name · D clone · R resume · Q queue · Del delete</source>
        <translation>Enter 하나는 보기, 여럿은 비교 · Space 고르기 · T 태그 · N 메모 · F2 이름 · D 복제 · R 이어서 · Q 대기열 · Del 지우기</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>묶음 %n개</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deleted, kept for %1 days</source>
        <translation>
            <numerusform>지운 실행 %n개, %1일 동안 보관</numerusform>
        </translation>
    </message>
    <message>
        <source>Looking up what each run trained</source>
        <translation>실행마다 무엇을 학습했는지 찾는 중</translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n개 고름</numerusform>
        </translation>
    </message>
    <message>
        <source>Renamed %1 to %2</source>
        <translation>%1 이름을 %2로 바꿈</translation>
    </message>
    <message>
        <source>Tags of %1: %2</source>
        <translation>%1 태그: %2</translation>
    </message>
    <message>
        <source>Note on %1</source>
        <translation>%1 메모</translation>
    </message>
    <message>
        <source>Brought back %1</source>
        <translation>%1 되살림</translation>
    </message>
    <message>
        <source>No program opens folders here: %1</source>
        <translation>폴더를 여는 프로그램이 없습니다: %1</translation>
    </message>
</context>
<context>
    <name>espalier::ui::SamplePanel</name>
    <message>
        <source>What the network gets</source>
        <translation>네트워크가 받는 입력</translation>
    </message>
    <message>
        <source>from epoch </source>
        <translation>시작 에폭(epoch) </translation>
    </message>
    <message>
        <source>First epoch that is shown</source>
        <translation>보여 줄 첫 에폭(epoch)</translation>
    </message>
    <message>
        <source>Exact tensors, un-normalised: %1 px</source>
        <translation>정확한 텐서(tensor), 정규화 전: %1 px</translation>
    </message>
    <message>
        <source>Drawn with flip %1 · hsv %2 · translate %3 · scale %4</source>
        <translation>적용: flip %1 · hsv %2 · translate %3 · scale %4</translation>
    </message>
    <message>
        <source> · mosaic %1 · mixup %2, to epoch %3</source>
        <translation> · mosaic %1 · mixup %2, 에폭(epoch) %3까지</translation>
    </message>
</context>
<context>
    <name>espalier::ui::SampleTiles</name>
    <message>
        <source>validation: plain</source>
        <translation>검증: 증강 없음</translation>
    </message>
    <message numerus="yes">
        <source>epoch %1 · %n box(es)</source>
        <translation>
            <numerusform>에폭(epoch) %1 · 박스 %n개</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::SettingsPanel</name>
    <message>
        <source>Set %1.%2</source>
        <translation>설정: %1.%2</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>실험</translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation>설정: %1</translation>
    </message>
    <message>
        <source>Shown in the list of runs</source>
        <translation>실행 목록에 보이는 이름</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>무엇을 위한 것인가</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Monitor</source>
        <translation>모니터</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
</context>
<context>
    <name>espalier::ui::StatusStrip</name>
    <message>
        <source>Where runs are stored</source>
        <translation>실행이 저장되는 곳</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>아직 실행이 없습니다</translation>
    </message>
    <message>
        <source>No run is going</source>
        <translation>진행 중인 실행 없음</translation>
    </message>
    <message>
        <source>Run %1: %2</source>
        <translation>실행 %1: %2</translation>
    </message>
    <message>
        <source>epoch %1 of %2</source>
        <translation>에폭 %1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>queue: %n waiting</source>
        <translation>
            <numerusform>대기열: %n개 대기</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>queue: %n waiting, not started</source>
        <translation>
            <numerusform>대기열: %n개 대기, 시작 안 함</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>espalier::ui::StripBar</name>
    <message>
        <source>Close (Esc)</source>
        <translation>닫기 (Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>그 밖에 %1개</translation>
    </message>
</context>
<context>
    <name>espalier::ui::SummaryStrip</name>
    <message>
        <source>Total</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Trainable</source>
        <translation>학습 대상</translation>
    </message>
    <message>
        <source>Unfrozen</source>
        <translation>동결 해제</translation>
    </message>
    <message>
        <source>Adapters</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>Against baseline</source>
        <translation>Baseline 대비</translation>
    </message>
    <message>
        <source>%1 tensors</source>
        <translation>텐서 %1개</translation>
    </message>
    <message>
        <source>%1 % · %2 tensors</source>
        <translation>%1 % · 텐서 %2개</translation>
    </message>
    <message>
        <source>%1 buffers move: running statistics of BatchNorm</source>
        <translation>버퍼 %1개가 움직임: BatchNorm의 이동 통계</translation>
    </message>
    <message>
        <source>1 graft</source>
        <translation>접목 1곳</translation>
    </message>
    <message>
        <source>%1 grafts</source>
        <translation>접목 %1곳</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>같음</translation>
    </message>
    <message>
        <source>fewer</source>
        <translation>적음</translation>
    </message>
    <message>
        <source>more</source>
        <translation>많음</translation>
    </message>
    <message>
        <source>Trainable parameters against the baseline preset&apos;s %1</source>
        <translation>Baseline 프리셋의 학습 대상 %1개와 비교</translation>
    </message>
    <message>
        <source>Est. memory</source>
        <translation>예상 메모리</translation>
    </message>
    <message>
        <source>Measured memory</source>
        <translation>측정 메모리</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>/ %1</translation>
    </message>
</context>
<context>
    <name>espalier::ui::VerdictBox</name>
    <message>
        <source>Resume</source>
        <translation>이어서 실행</translation>
    </message>
    <message>
        <source>The process of this run is gone</source>
        <translation>이 실행의 프로세스가 사라졌습니다</translation>
    </message>
    <message>
        <source>Exploded at step %1</source>
        <translation>스텝 %1 에서 폭발</translation>
    </message>
    <message>
        <source>Warning at step %1</source>
        <translation>스텝 %1 에서 주의</translation>
    </message>
    <message>
        <source>Stable again at step %1</source>
        <translation>스텝 %1 에서 다시 안정</translation>
    </message>
</context>
</TS>
