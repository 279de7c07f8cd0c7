<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
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
   <source>cannot carry %1</source>
   <translation>%1 을(를) 둘 수 없음</translation>
  </message>
  <message>
   <source>%1 modules, +%2</source>
   <translation>모듈 %1개, +%2</translation>
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
  <name>espalier::ui::ComparePlace</name>
  <message>
   <source>Compare</source>
   <translation>비교</translation>
  </message>
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
  <message>
   <source>One run of each recipe: how much is noise, only repeats with other seeds tell.</source>
   <translation>설정마다 실행이 하나뿐입니다. 얼마가 잡음인지는 다른 시드로 반복해야만 알 수 있습니다.</translation>
  </message>
  <message>
   <source>Nothing stands against comparing these runs.</source>
   <translation>이 실행들을 비교하는 데 걸림돌이 없습니다.</translation>
  </message>
  <message>
   <source>Validation mAP</source>
   <translation>검증 mAP</translation>
  </message>
  <message>
   <source>Gradient norm</source>
   <translation>기울기 노름 (gradient norm)</translation>
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
   <source>non-finite</source>
   <translation>유한하지 않음</translation>
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
   <source>%1 cannot carry %2: it needs a convolution or linear layer for LoRA, a feature map for the feature adapter</source>
   <translation>%1: %2 을(를) 둘 수 없습니다. LoRA는 합성곱이나 선형 층, 특징 어댑터는 특징 맵이 필요합니다</translation>
  </message>
  <message>
   <source>Graft %1 r%2 on %3</source>
   <translation>접목: %1 r%2 → %3</translation>
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
   <source>Change adapter to r%1</source>
   <translation>어댑터를 r%1 로 바꾸기</translation>
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
 </context>
 <context>
  <name>espalier::ui::DesignPlace</name>
  <message>
   <source>Presets</source>
   <translation>프리셋</translation>
  </message>
  <message>
   <source>Replace the plan by a ready one; can be undone</source>
   <translation>계획을 준비된 것으로 바꿉니다. 되돌릴 수 있습니다</translation>
  </message>
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
   <source>The plan has a fault</source>
   <translation>계획에 잘못이 있습니다</translation>
  </message>
  <message>
   <source>Nothing trains: a run would refuse it</source>
   <translation>학습할 것이 없습니다. 실행이 거부합니다</translation>
  </message>
  <message>
   <source>1 rule matches nothing: a run would refuse it</source>
   <translation>규칙 1개가 아무것도 고르지 않습니다. 실행이 거부합니다</translation>
  </message>
  <message>
   <source>%1 rules match nothing: a run would refuse them</source>
   <translation>규칙 %1개가 아무것도 고르지 않습니다. 실행이 거부합니다</translation>
  </message>
  <message>
   <source>1 rule selects nothing</source>
   <translation>규칙 1개가 아무것도 고르지 않음</translation>
  </message>
  <message>
   <source>%1 rules select nothing</source>
   <translation>규칙 %1개가 아무것도 고르지 않음</translation>
  </message>
  <message>
   <source>own plan</source>
   <translation>직접 만든 계획</translation>
  </message>
  <message>
   <source>inspection set (synthetic)</source>
   <translation>검사 데이터 (합성)</translation>
  </message>
  <message>
   <source>no data yet</source>
   <translation>아직 데이터 없음</translation>
  </message>
  <message>
   <source>Untitled experiment</source>
   <translation>이름 없는 실험</translation>
  </message>
  <message>
   <source>Not saved</source>
   <translation>저장하지 않음</translation>
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
   <source>No experiment is open</source>
   <translation>열린 실험이 없습니다</translation>
  </message>
  <message>
   <source>Open an experiment file: a model, its data and a plan of what to train. Ready ones lie in the folder experiments; a finished run can be cloned from Runs.</source>
   <translation>실험 파일을 여세요. 모델, 데이터, 그리고 무엇을 학습할지의 계획입니다. 준비된 것은 experiments 폴더에 있고, 끝난 실행은 기록에서 복제할 수 있습니다.</translation>
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
   <source>Allowed: %1 to %2</source>
   <translation>허용 범위: %1–%2</translation>
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
   <source>Learning rate here against the experiment's</source>
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
   <source>%1 types</source>
   <translation>종류 %1가지</translation>
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
   <source>and 1 more adapter</source>
   <translation>그 밖에 어댑터 1개</translation>
  </message>
  <message>
   <source>and %1 more adapters</source>
   <translation>그 밖에 어댑터 %1개</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>제거</translation>
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
   <source>Guard</source>
   <translation>감시 (guard)</translation>
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
   <source>A run of this window is still going. It stops after its step and keeps a checkpoint to resume from.</source>
   <translation>이 창의 실행이 아직 진행 중입니다. 지금 스텝을 마치고 멈추며, 이어서 할 체크포인트를 남깁니다.</translation>
  </message>
 </context>
 <context>
  <name>espalier::ui::MonitorPlace</name>
  <message>
   <source>Monitor</source>
   <translation>모니터</translation>
  </message>
  <message>
   <source>Run to watch</source>
   <translation>지켜볼 실행</translation>
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
  <message>
   <source>Go on</source>
   <translation>계속</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>일시 정지</translation>
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
  <message>
   <source>Data are opened, the network is made, its adapters are grafted. The first step is drawn as soon as it is done.</source>
   <translation>데이터를 열고, 네트워크를 만들고, 어댑터를 접목합니다. 첫 스텝이 끝나는 대로 그립니다.</translation>
  </message>
  <message>
   <source>The run ends after this step and writes a checkpoint; it can be resumed.</source>
   <translation>이 스텝 뒤에 끝나고 체크포인트를 씁니다. 이어서 실행할 수 있습니다.</translation>
  </message>
  <message>
   <source>Stop after this step</source>
   <translation>이 스텝 뒤에 멈춤</translation>
  </message>
  <message>
   <source>Keep going</source>
   <translation>계속하기</translation>
  </message>
  <message>
   <source>Multiply every group's learning rate from the next step on.</source>
   <translation>다음 스텝부터 모든 그룹의 학습률에 곱합니다.</translation>
  </message>
  <message>
   <source>Change LR</source>
   <translation>학습률 바꾸기</translation>
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
   <source>y = W x + (α/r)·B A x on convolutions and linear layers. Folds into the weight.</source>
   <translation>합성곱과 선형 층에서 y = W x + (α/r)·B A x. 가중치로 합칠 수 있습니다.</translation>
  </message>
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
   <source>Trainable parameters of the reference, divided by this run's</source>
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
 </context>
 <context>
  <name>espalier::ui::RunChips</name>
  <message>
   <source>%1: %2. Click to take it as the reference</source>
   <translation>%1: %2. 누르면 기준으로 삼습니다</translation>
  </message>
  <message>
   <source>Remove run %1</source>
   <translation>실행 %1 빼기</translation>
  </message>
 </context>
 <context>
  <name>espalier::ui::RunTableModel</name>
  <message>
   <source>%1 e%2</source>
   <translation>%1 e%2</translation>
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
 </context>
 <context>
  <name>espalier::ui::RunsPlace</name>
  <message>
   <source>Runs</source>
   <translation>기록</translation>
  </message>
  <message>
   <source>Search: name, #number, state:exploded, since:2026-01-31</source>
   <translation>찾기: 이름, #번호, state:exploded, since:2026-01-31</translation>
  </message>
  <message>
   <source>Search runs</source>
   <translation>실행 찾기</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>실행 취소</translation>
  </message>
  <message>
   <source>Enter watches one, compares several · F2 name · D clone · R resume · Del delete</source>
   <translation>Enter 하나는 지켜보고 여럿은 비교 · F2 이름 · D 복제 · R 이어서 · Del 삭제</translation>
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
  <message numerus="yes">
   <source>%n selected</source>
   <translation>
    <numerusform>%n개 선택</numerusform>
   </translation>
  </message>
  <message>
   <source>Renamed #%1 to %2</source>
   <translation>#%1 의 이름을 %2 로 바꿈</translation>
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
   <source>Trainable parameters against the baseline preset's %1</source>
   <translation>Baseline 프리셋의 학습 대상 %1개와 비교</translation>
  </message>
 </context>
</TS>
